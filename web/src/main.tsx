import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import './ui/tokens.css';
import './ui/base.css';
import { applyTheme } from './ui/useTheme';

applyTheme();
const page = document.getElementById('page');
if (page)
    createRoot(page).render(
        <StrictMode>
            <App />
        </StrictMode>,
    );
