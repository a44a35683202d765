// Declarations of packages by path, made by scripts/type-files-plugin.mjs.
declare module "virtual:type-files" {
  const files: Readonly<Record<string, string>>;
  export default files;
}
