#!/usr/bin/env python3
"""Looks at the page of `smithgen diff --format html` in a browser: what it shows, filters and loads.

    .ci/page.py PROGRAM [SCREENSHOT]

Skips where there is no Chromium. Standard library only.
"""
import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / 'codegen/tests/fixtures/diff'


class Browser:
    """A page in Chromium, told what to do over its debugging protocol."""

    def __init__(self, program, profile):
        options = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', f'--user-data-dir={profile}']
        self.process = subprocess.Popen([program, *options, 'about:blank'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ports = Path(profile) / 'DevToolsActivePort'
        for _ in range(300):
            if ports.exists() and len(ports.read_text().split()) == 2:
                break
            time.sleep(0.1)
        port, path = ports.read_text().split()
        self.socket = socket.create_connection(('127.0.0.1', int(port)), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f'GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
            f'Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n'.encode())
        head = b''
        while not head.endswith(b'\r\n\r\n'):
            head += self.socket.recv(1)
        self.number, self.session, self.requests, self.complaints = 0, None, [], []
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        self.session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        for domain in ('Page', 'Network', 'Log', 'Runtime'):
            self.call(f'{domain}.enable')

    def read(self, count):
        data = b''
        while len(data) < count:
            data += self.socket.recv(count - len(data))
        return data

    def message(self):
        text = b''
        while True:
            first, second = self.read(2)
            length = second & 0x7f
            if length == 126:
                length = struct.unpack('>H', self.read(2))[0]
            elif length == 127:
                length = struct.unpack('>Q', self.read(8))[0]
            text += self.read(length)
            if first & 0x80:
                return json.loads(text)

    def call(self, method, **parameters):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': parameters}
        if self.session:
            message['sessionId'] = self.session
        data = json.dumps(message).encode()
        mask = os.urandom(4)
        head = struct.pack('>BBH', 0x81, 0x80 | 126, len(data)) if len(data) < 65536 else struct.pack('>BBQ', 0x81, 0x80 | 127, len(data))
        self.socket.sendall(head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data)))
        while True:
            answer = self.message()
            if answer.get('method') == 'Network.requestWillBeSent':
                self.requests.append(answer['params']['request']['url'])
            if answer.get('method') in ('Log.entryAdded', 'Runtime.exceptionThrown'):
                self.complaints.append(answer['params'])
            if answer.get('id') == self.number:
                assert 'error' not in answer, answer
                return answer['result']

    def ask(self, expression):
        answer = self.call('Runtime.evaluate', expression=expression, returnByValue=True)
        assert 'exceptionDetails' not in answer, answer
        return answer['result'].get('value')

    def key(self, key, text=''):
        for kind in ('keyDown', 'keyUp'):
            self.call('Input.dispatchKeyEvent', type=kind, key=key, text=text if kind == 'keyDown' else '')

    def colour(self, scheme):
        self.call('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': scheme}])
        return self.ask('getComputedStyle(document.body).backgroundColor')


def check(name, found, wanted):
    if found != wanted:
        sys.exit(f'{name}: found {found!r}, wanted {wanted!r}')


def look(page, url, screenshot):
    page.call('Page.navigate', url=url)
    for _ in range(100):
        if page.ask('document.readyState') == 'complete':
            break
        time.sleep(0.1)
    shown = 'document.querySelector("output").textContent'
    total = page.ask('document.querySelectorAll("article").length')
    assert total > 10, total
    check('all changes', page.ask(shown), f'{total} of {total} shown')
    check('the form', page.ask('document.querySelector("form").hidden'), False)
    errors = page.ask('document.querySelectorAll("article.error").length')
    page.ask('document.querySelectorAll("input[name=severity]").forEach((it) => { if (it.value !== "error") it.click(); })')
    check('errors alone', page.ask(shown), f'{errors} of {total} shown')
    page.ask('document.querySelectorAll("input[name=severity]").forEach((it) => { if (it.value !== "error") it.click(); })')
    page.key('/', '/')
    check('focus', page.ask('document.activeElement.type'), 'search')
    page.call('Input.insertText', text='removed LENDBOOKINPUT')
    check('words', page.ask(shown), f'1 of {total} shown')
    page.key('Escape')
    check('escape', page.ask(shown), f'{total} of {total} shown')
    page.key('j', 'j')
    page.key('j', 'j')
    second = 'document.activeElement === document.querySelectorAll("article")[1]'
    check('the second change', page.ask(second), True)
    page.key('k', 'k')
    check('the first change', page.ask(second.replace('[1]', '[0]')), True)
    light, dark = page.colour('light'), page.colour('dark')
    assert light != dark, light
    for width in (1100, 380):
        page.call('Emulation.setDeviceMetricsOverride', width=width, height=1200, deviceScaleFactor=1, mobile=False)
        check(f'room at {width}', page.ask('document.documentElement.scrollWidth <= innerWidth'), True)
    if screenshot:
        page.call('Emulation.setDeviceMetricsOverride', width=1100, height=1300, deviceScaleFactor=1, mobile=False)
        data = page.call('Page.captureScreenshot')['data']
        Path(screenshot).write_bytes(base64.b64decode(data))
    check('what was loaded', [it for it in page.requests if it != url and not it.startswith('data:')], [])
    check('complaints', page.complaints, [])


def main():
    chromium = next(filter(None, map(shutil.which, ('chromium', 'chromium-browser', 'google-chrome'))), None)
    if not chromium:
        print('chromium is not installed: skipped')
        return
    program, screenshot = Path(sys.argv[1]).resolve(), (sys.argv[2:] or [None])[0]
    command = [program, 'diff', '--format', 'html', '--severity', 'suppressed', '--fail-on', 'never', 'old.smithy', 'new.smithy']
    html = subprocess.run(command, cwd=FIXTURES, check=True, capture_output=True).stdout
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / 'changes.html'
        path.write_bytes(html)
        page = Browser(chromium, Path(folder) / 'profile')
        try:
            look(page, path.as_uri(), screenshot)
        finally:
            page.process.terminate()
            page.process.wait()
    print('the page shows, filters and loads what it should')


main()
