import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { Link, match, navigate, usePath } from './router';

function Place() {
  return <p>{usePath()}</p>;
}

beforeEach(() => {
  window.history.replaceState(null, '', '/m/');
});

describe('match', () => {
  it('finds the parts of a path, decoded', () => {
    expect(match('/visits/:id', '/visits/a%20b')).toEqual({ id: 'a b' });
    expect(match('/', '/')).toEqual({});
  });

  it('knows another path', () => {
    expect(match('/visits/:id', '/visits')).toBeNull();
    expect(match('/visits/:id', '/people/7')).toBeNull();
  });
});

describe('the pocket’s router', () => {
  it('shows the path below /m and follows links without loading the page anew', async () => {
    render(
      <>
        <Place />
        <Link to="/account">account</Link>
      </>,
    );
    expect(screen.getByText('/')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('link', { name: 'account' }));
    expect(screen.getByText('/account')).toBeInTheDocument();
    expect(window.location.pathname).toBe('/m/account');
    expect(screen.getByRole('link')).toHaveAttribute('aria-current', 'page');
  });

  it('leaves no entry behind when it replaces', () => {
    const before = window.history.length;
    render(<Place />);
    act(() => navigate('/records', { replace: true }));
    expect(screen.getByText('/records')).toBeInTheDocument();
    expect(window.history.length).toBe(before);
  });
});
