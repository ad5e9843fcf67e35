import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import { COMPONENT_HEADER, section, text } from '../wasm/binary.ts';
import { isAccessible } from './accessible.ts';
import { module } from './real-module.ts';
import { expect, publishes, test } from './world.ts';

const wasm = readFileSync(module.file);

/** As a person does who drags a file from the desktop over the window and lets it go. */
async function drops(page: Page, name: string, content: Uint8Array): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const dataTransfer = await page.evaluateHandle(
    ([base64 = '', fileName = '']) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], fileName, { type: 'application/wasm' }));
      return transfer;
    },
    [Buffer.from(content).toString('base64'), name],
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer });
  await expect(page.getByText(/^Drop it to (?:check|publish) it$/)).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer });
}

async function isAccessibleAtAnyWidth(page: Page, what: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await isAccessible(page, what);
  }
}

/** Imports and exports one instance each; their types are empty. */
const COMPONENT = Uint8Array.from([
  ...COMPONENT_HEADER,
  ...section(7, [1, 0x42, 0]),
  ...section(10, [1, 0, ...text('wasi:http/outgoing-handler@0.2.0'), 5, 0]),
  ...section(11, [1, 0, ...text('wasi:cli/run@0.2.0'), 5, 0, 0]),
]);

test('a file that is dropped on any screen is checked, and what it is and can do is said', async ({
  person,
}) => {
  const { page } = await person();
  const faults: string[] = [];
  page.on('console', (message) => (message.type() === 'error' ? faults.push(message.text()) : undefined));
  page.on('pageerror', (error) => faults.push(error.message));
  const sent: string[] = [];
  page.on('request', (request) => (request.method() === 'GET' ? undefined : sent.push(request.url())));

  await page.goto('/');
  await drops(page, basename(module.file), wasm);
  await expect(page).toHaveURL(/\/check$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Check a file' })).toBeVisible();
  await expect(page.getByText('A valid WebAssembly module.', { exact: true })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Checks' }).getByRole('listitem')).toHaveCount(6);
  const abilities = page.getByRole('list', { name: 'What it can do' });
  await abilities.getByText('Calls functions of its host (env)').click();
  await expect(abilities.getByText('env.mapping_callback')).toBeVisible();
  await expect(page.getByText('parse_mappings').first()).toBeVisible();
  await isAccessibleAtAnyWidth(page, 'a valid module');

  await drops(page, 'cut.wasm', wasm.subarray(0, 20_000));
  await expect(page.getByText('This file is no valid WebAssembly module.', { exact: true })).toBeVisible();
  await expect(page.getByText(/^section-size at byte \d+/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish this module…' })).toHaveCount(0);
  await isAccessibleAtAnyWidth(page, 'an invalid file');

  await drops(page, 'command.wasm', COMPONENT);
  await expect(page.getByText('This is a component, not a core module.', { exact: true })).toBeVisible();
  await expect(page.getByText('Sends HTTP requests')).toBeVisible();
  await expect(page.getByText('wasi:cli/run@0.2.0')).toBeVisible();
  await isAccessibleAtAnyWidth(page, 'a component');

  await drops(page, 'empty.wasm', new Uint8Array());
  await expect(page.getByText('This file is empty.', { exact: true })).toBeVisible();
  await drops(page, 'page.wasm', new TextEncoder().encode('<!doctype html>'));
  await expect(page.getByText('This is not a WebAssembly file.', { exact: true })).toBeVisible();
  await expect(page.getByText(/It looks like a web page/)).toBeVisible();
  expect(sent.filter((address) => !address.startsWith('blob:'))).toEqual([]);
  expect(faults).toEqual([]);
});

test('a file that was checked goes on to be published, with the functions that it offers', async ({
  person,
}) => {
  const { page } = await person();
  await page.goto('/installed');
  await drops(page, basename(module.file), wasm);
  await page.getByRole('button', { name: 'Publish this module…' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Publish' })).toBeVisible();
  await expect(page.getByText(basename(module.file))).toBeVisible();
  const offered = page.getByRole('group', { name: 'What it offers' });
  await expect(offered.getByRole('checkbox', { name: /^parse_mappings/ })).toBeChecked();
  await offered.getByRole('button', { name: 'Choose none' }).click();
  await offered.getByRole('checkbox', { name: /^parse_mappings/ }).check();
  await expect(offered.getByRole('status')).toHaveText(/^1 of \d+ functions chosen$/);
  await isAccessibleAtAnyWidth(page, 'publish with a report');

  await page.getByRole('textbox', { name: 'Module id' }).fill(module.id);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(module.name);
  await page.getByRole('textbox', { name: 'Version' }).fill(module.version);
  await page.getByRole('textbox', { name: 'License' }).fill('BSD-3-Clause');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
  const functions = page.getByRole('list', { name: 'Exported functions' }).getByRole('listitem');
  await expect(functions).toHaveText([/^parse_mappings/]);

  await page.goto('/publish');
  await page.getByLabel('WASM file').setInputFiles(module.file);
  await page.getByRole('textbox', { name: 'Module id' }).fill(module.id);
  await expect(page.getByRole('textbox', { name: 'Version' })).not.toHaveValue('');
  await expect(page.getByText(/^1 of \d+ functions chosen$/)).toBeVisible();
});

test('a file that is installed here is recognised, and the Trust tab shows the whole report of it', async ({
  person,
}) => {
  const { page } = await person();
  await publishes(page, module);
  await expect(page.getByRole('heading', { level: 1, name: module.name })).toBeVisible();
  await page.goto(`/m/${module.id}?tab=trust`);
  const tab = page.getByRole('tabpanel');
  await expect(tab.getByText('As declared in the signed release')).toBeVisible();
  await expect(tab.getByText('Uses functions or values of its host (env)')).toBeVisible();
  // Without a receipt, Install would ask first.
  await expect(tab.getByRole('heading', { name: 'Receipt' })).toBeVisible();
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  await page.getByRole('button', { name: 'Check the binary now' }).click();
  await expect(page.getByText('The bytes on this device are the ones that were signed.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Checks' }).getByRole('listitem')).toHaveCount(6);
  await isAccessibleAtAnyWidth(page, 'the Trust tab');

  await page.goto('/activity');
  await drops(page, 'whatever.wasm', wasm);
  await expect(page.getByText('These are the bytes of')).toContainText(`${module.name} ${module.version}`);
});
