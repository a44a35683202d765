export function watPlugin(): import("vite").Plugin;
