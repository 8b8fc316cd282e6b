import { renderAt } from '@desk/testing/render';
import type { EvidenceOut } from '@shared/api/gen';
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Thumbnail } from './Thumbnail';

function piece(facts: Partial<EvidenceOut> = {}): EvidenceOut {
  return {
    id: '7',
    title: '消防通道',
    file_name: '消防通道.jpg',
    media_type: 'image/jpeg',
    size: 900,
    sha256: 'a'.repeat(64),
    subject: { type: 'visit', id: '1', label: '小星星幼儿园 2026-10-15' },
    state: 'catalogued',
    withdrawn_reason: null,
    added_at: '2026-10-15T02:00:00Z',
    added_by_name: '刘敏',
    version: 1,
    ...facts,
  };
}

describe('the small picture of a piece of evidence', () => {
  it('has words for who does not see it, and downloads the original', async () => {
    await renderAt('/', () => <Thumbnail evidence={piece()} />);
    const picture = await screen.findByRole('img', { name: '照片：消防通道' });
    expect(picture).toHaveAttribute('src', '/api/v1/evidence/7/preview');
    const link = screen.getByRole('link', { name: '照片：消防通道' });
    expect(link).toHaveAttribute('href', '/api/v1/evidence/7/content');
    expect(link).toHaveAttribute('download', '消防通道.jpg');
    expect(screen.getByText('正在载入…')).toBeInTheDocument();
    fireEvent.load(picture);
    expect(screen.queryByText('正在载入…')).not.toBeInTheDocument();
  });

  it('says when there is none', async () => {
    await renderAt('/', () => <Thumbnail evidence={piece({ media_type: 'image/png' })} />);
    fireEvent.error(await screen.findByRole('img'));
    expect(screen.getByText('没有预览')).toBeInTheDocument();
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });

  it('is not asked for where the service draws none', async () => {
    await renderAt('/', () => (
      <>
        <p>资料</p>
        <Thumbnail evidence={piece({ media_type: 'application/pdf' })} />
        <Thumbnail evidence={piece({ media_type: 'image/heic' })} />
      </>
    ));
    expect(await screen.findByText('资料')).toBeInTheDocument();
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });
});
