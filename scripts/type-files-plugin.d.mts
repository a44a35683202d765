export function typeFilesPlugin(): import("vite").Plugin;
