/** What the service takes in one file (its default). */
export const mostBytes = 20 * 1024 * 1024;

/** Kinds of files that the service takes; it decides by content, this only helps choosing. */
export const acceptedTypes = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.heif,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,.et,.dps';

const units = ['B', 'KB', 'MB', 'GB'];

/** A size as people read it: `1.4 MB`. */
export function sizeInWords(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const value = bytes / 1024 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

/** The name of a file without its ending: a first title. */
export function titleOf(fileName: string): string {
  return fileName.replace(/\.[^.]{1,8}$/, '').slice(0, 200) || fileName.slice(0, 200);
}
