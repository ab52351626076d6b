#!/bin/sh
# Prepares this checkout, and only what has changed since last time:
#   sh scripts/setup.sh [run|dev] [fonts] [assets] [browser]
set -eu
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
VENV=$PWD/.venv
LOG=$(mktemp)
trap 'rm -f "$LOG"' EXIT

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 2; }

# progress LABEL COMMAND…: runs it quietly, shows the seconds, and its last lines should it fail
progress() {
    label=$1; shift
    begun=$(date +%s)
    tick "$label" "$begun" &
    ticking=$!
    trap 'kill $ticking 2>/dev/null; exit 130' INT TERM
    status=0
    "$@" >"$LOG" 2>&1 || status=$?
    kill $ticking 2>/dev/null || true
    wait $ticking 2>/dev/null || true
    trap - INT TERM
    [ ! -t 2 ] || printf '\r\033[K' >&2
    if [ $status != 0 ]; then
        tail -n 15 "$LOG" >&2
        fail "$label：没有成功，原因见上。改好后重新执行即可。"
    fi
    say "  $label：$(($(date +%s) - begun)) 秒"
}

tick() {
    if [ -t 2 ]; then every=1 front='\r' back=''; else every=5 front='' back='\n'; fi
    printf "$front  %s …$back" "$1" >&2
    while sleep $every; do
        printf "$front  %s … %s 秒$back" "$1" $(($(date +%s) - $2)) >&2
    done
}

hash_of() { cat "$@" | sha256sum | cut -c1-32; }

# --- Python ------------------------------------------------------------------------------------------------

old_python() { fail "需要 Python 3.11 以上。若已另装，请执行：make run PYTHON=/路径/python3.11"; }

make_venv() {
    command -v "$PYTHON" >/dev/null 2>&1 || old_python
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || old_python
    rm -rf "$VENV"
    say "  建立 Python 环境"
    if "$PYTHON" -m venv "$VENV" >/dev/null 2>&1; then return; fi
    rm -rf "$VENV"
    # Without python3-venv there is no pip to put inside; a pip outside can serve the environment as well.
    if "$PYTHON" -m pip --version >/dev/null 2>&1 && "$PYTHON" -m venv --without-pip "$VENV" >/dev/null 2>&1
    then
        return
    fi
    rm -rf "$VENV"
    fail "这台机器缺少 python3-venv，建不了 Python 环境。请先执行：apt-get install python3-venv"
}

pip() {
    if [ -x "$VENV/bin/pip" ]; then
        "$VENV/bin/python" -m pip "$@"
    else
        "$PYTHON" -m pip --python "$VENV/bin/python" "$@"
    fi
}

install_lock() { pip install --require-hashes --no-deps --disable-pip-version-check -r "$1"; }

python_ready() { # run | dev
    lock=requirements/$1.txt
    for path in "$VENV"/lib/python3*/site-packages/gonghui-checkout.pth; do
        if [ -f "$path" ] && [ "$(cat "$path")" != "$PWD" ]; then rm -rf "$VENV"; fi # the checkout was moved
    done
    wanted=$(hash_of "$lock")
    stamp=$VENV/.installed-$1
    # What dev installs includes what run needs.
    for one in "$stamp" "$VENV/.installed-dev"; do
        case $one in *-dev) other=$(hash_of requirements/dev.txt) ;; *) other=$wanted ;; esac
        if [ -x "$VENV/bin/python" ] && [ "$(cat "$one" 2>/dev/null)" = "$other" ]; then return; fi
    done
    [ -x "$VENV/bin/python" ] || make_venv
    progress "安装 Python 依赖（$(grep -c '==' "$lock") 个包）" install_lock "$lock"
    command_line
    echo "$wanted" >"$stamp"
}

# The command `gonghui`, and this checkout on the environment's path.
command_line() {
    site=$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    echo "$PWD" >"$site/gonghui-checkout.pth"
    printf '#!%s/bin/python\nimport sys\n\nfrom gonghui.cli import main\n\nsys.exit(main())\n' "$VENV" \
        >"$VENV/bin/gonghui"
    chmod +x "$VENV/bin/gonghui"
}

# --- front end ---------------------------------------------------------------------------------------------

find_node() {
    if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
        [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ]; then
        return
    fi
    if [ ! -x "$VENV/bin/node" ]; then progress "安装 Node（仅用于打包前端）" install_node; fi
    PATH=$VENV/bin:$PATH
}

install_node() { pip install --require-hashes --no-deps --disable-pip-version-check -r requirements/node.txt; }

assets_ready() {
    stamp=$VENV/.assets
    sources=$(find gonghui/site/assets build.mjs package-lock.json -type f | LC_ALL=C sort)
    wanted=$(hash_of $sources)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && [ -d gonghui/site/static/dist ]; then return; fi
    find_node
    if [ "$(cat "$VENV/.npm" 2>/dev/null)" != "$(hash_of package-lock.json)" ] || [ ! -d node_modules ]; then
        progress "安装前端依赖" npm ci --no-audit --no-fund
        hash_of package-lock.json >"$VENV/.npm"
    fi
    progress "打包前端" node build.mjs
    echo "$wanted" >"$stamp"
}

# --- browser -----------------------------------------------------------------------------------------------

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

apt_chromium() {
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-noto-cjk
}

has_playwrights() {
    "$VENV/bin/python" -c 'import os, sys
from playwright.sync_api import sync_playwright as started
with started() as p: sys.exit(not os.path.exists(p.chromium.executable_path))' 2>/dev/null
}

# Left behind for `make test`: which browser to take (empty: Playwright's own), and what pytest leaves out.
browser_ready() {
    : >"$VENV/.pytest-words"
    if [ -z "$(find_chromium)" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        (progress "安装 Chromium 和中文字体" apt_chromium) || true
    fi
    find_chromium >"$VENV/.browser"
    if [ -s "$VENV/.browser" ] || has_playwrights; then return; fi
    (progress "下载 Playwright 的 Chromium" "$VENV/bin/python" -m playwright install chromium) || true
    if has_playwrights; then return; fi
    if [ -n "${BROWSER_REQUIRED:-}" ]; then fail "没有浏览器，浏览器测试无法执行"; fi
    say "没有找到也装不上 Chromium：这次不做浏览器测试，其余照常"
    echo '-m "not browser"' >"$VENV/.pytest-words"
}

# --- Chinese type faces, for official documents ---------------------------------------------------------------

has_fonts() { find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" /Library/Fonts /System/Library/Fonts \
    -iname '*cjk*' -o -iname 'fandol*' -o -iname 'simsun*' -o -iname 'simfang*' -o -iname 'sourcehan*' 2>/dev/null | grep -q .; }

apt_fonts() { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends fonts-noto-cjk; }

fonts_ready() {
    if has_fonts; then return; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        (progress "安装中文字体" apt_fonts) || true
    fi
    has_fonts || say "这台机器没有中文字体，签发公文时做不了 PDF，其余照常。请安装：apt-get install fonts-noto-cjk"
}

for part in "$@"; do
    case $part in
        run | dev) python_ready "$part" ;;
        fonts) fonts_ready ;;
        assets) assets_ready ;;
        browser) browser_ready ;;
        *) fail "不认识的部分：$part" ;;
    esac
done
