import type { ThemeConfig } from 'antd';

/**
 * The desk's look: warm paper, ink, and a deep red kept for what matters most (the chosen place, the main button).
 * The same values stand as CSS variables in `desk.css` for our own components.
 */
export const deskTheme: ThemeConfig = {
  token: {
    colorPrimary: '#9c1f1f',
    colorInfo: '#1f4e79',
    colorLink: '#1f4e79',
    colorLinkHover: '#2a6aa3',
    colorSuccess: '#2c6a3c',
    colorWarning: '#8a5a00',
    colorError: '#b3261e',
    colorText: '#26211c',
    colorTextSecondary: '#5d554c',
    colorTextTertiary: '#6b635a',
    colorTextPlaceholder: '#736b61',
    colorTextDescription: '#6b635a',
    colorBorder: '#c9c1b6',
    colorBorderSecondary: '#e6e0d7',
    colorBgLayout: '#f6f4f0',
    borderRadius: 6,
    fontSize: 14,
    controlHeight: 34,
    wireframe: false,
    fontFamily: 'var(--font)',
    // What leaves waits for an event that a busy machine can miss; «loading» then stays in the name of a button.
    motion: false,
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 500 },
    Form: { labelColor: '#4a433b', verticalLabelPadding: '0 0 6px' },
  },
};
