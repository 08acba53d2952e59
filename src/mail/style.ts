/** The colours of paper, ink and film; each text has a contrast of at least 4.5 on what it stands on. */
export const palette = {
  paper: '#f4f1ea',
  ink: '#1d1a15',
  soft: '#5c564b',
  film: '#14120f',
  edge: '#e9b949',
  approve: '#1d5c3f',
  reject: '#98291c',
} as const;

export const serif = 'Georgia,serif';
export const typewriter = "Consolas,'Courier New',monospace";

/** What clients may ignore: dark mode and narrow screens. No `<`, `&` or `"`: a style element is not unescaped. */
export const enhancement = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:699px){.row{padding:0 !important}.frame{max-width:none !important;float:none !important}.pic{height:auto !important}}
@media (prefers-color-scheme:dark){.paper{background:#1b1916 !important}.ink{color:#efeae0 !important}.soft{color:#b5ad9f !important}.film{background:#000 !important}.no{border-color:#f0a598 !important;background:#1b1916 !important}.no a{color:#f0a598 !important}.see{border-color:#efeae0 !important;background:#1b1916 !important}.see a{color:#efeae0 !important}}`;
