import { describe, expect, it } from 'vitest';
import { sizeInWords, titleOf } from './sizes';

describe('a file', () => {
  it('says its size as people read it', () => {
    expect(sizeInWords(0)).toBe('0 B');
    expect(sizeInWords(900)).toBe('900 B');
    expect(sizeInWords(1536)).toBe('1.5 KB');
    expect(sizeInWords(20 * 1024 * 1024)).toBe('20.0 MB');
    expect(sizeInWords(300 * 1024)).toBe('300 KB');
  });

  it('gives a first title', () => {
    expect(titleOf('消防通道.照片.jpg')).toBe('消防通道.照片');
    expect(titleOf('.jpg')).toBe('.jpg');
    expect(titleOf('会议记录')).toBe('会议记录');
  });
});
