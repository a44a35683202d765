/** Text for HTML or SVG: as content, or as an attribute between double quotes (a single quote is left as it is). */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
