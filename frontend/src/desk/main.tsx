import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { connect } from '@shared/api/client';
import { activateLanguage } from '@shared/i18n/language';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './query-client';
import { router } from './router';
import { deskTheme } from './theme';
import './desk.css';

/** The nonce of this answer's content security policy; Vite leaves it in a meta element of the page. */
function pageNonce(): string {
  return document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

async function start(): Promise<void> {
  const language = await activateLanguage({
    'zh-CN': () => import('../../locales/desk/zh-CN.po'),
    en: () => import('../../locales/desk/en.po'),
  });
  const kitLocale: Locale = language === 'en' ? (await import('antd/locale/en_US')).default : zhCN;
  connect({ language: () => language, onSignedOut: () => void router.invalidate() });

  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has lost its #root');
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <ConfigProvider
          locale={kitLocale}
          theme={deskTheme}
          csp={{ nonce: pageNonce() }}
          getPopupContainer={(trigger) => trigger?.closest('dialog') ?? document.body}
          button={{ autoInsertSpace: false }}
          form={{ requiredMark: false, scrollToFirstError: true }}
        >
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ConfigProvider>
      </I18nProvider>
    </StrictMode>,
  );
}

void start();
