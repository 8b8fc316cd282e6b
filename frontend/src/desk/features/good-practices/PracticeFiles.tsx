import { contentAddress, previewAddress } from '@desk/features/evidence/queries';
import { sizeInWords } from '@desk/features/evidence/sizes';
import { Thumbnail } from '@desk/features/evidence/Thumbnail';
import type { PracticeFile } from '@shared/api/gen';
import styles from './Practices.module.css';

/** Pictures to look at, everything to be taken along. */
export function PracticeFiles({ files }: { files: readonly PracticeFile[] }) {
  const pictures = files.filter((file) => previewAddress(file) !== null);
  const others = files.filter((file) => previewAddress(file) === null);
  return (
    <>
      {pictures.length > 0 && (
        <ul className={styles.gallery}>
          {pictures.map((file) => (
            <li key={file.id}>
              <Thumbnail evidence={file} large />
              <span className={styles.quiet}>{file.title}</span>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className={styles.downloads}>
          {others.map((file) => (
            <li key={file.id}>
              <a className={styles.inText} href={contentAddress(file.id)} download={file.file_name}>
                {file.title}
              </a>{' '}
              <span className={styles.quiet}>
                {file.file_name} · {sizeInWords(file.size)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
