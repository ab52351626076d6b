# 工会工作平台。第一次执行会自动准备环境；以后只检查有没有变化。
.DEFAULT_GOAL := help
.PHONY: help run test assure check bench wheel setup clean
PYTHON ?= python3
PORT ?=
ARGS ?=
PY := .venv/bin/python
export PYTHON DATABASE_URL DATABASE_OWNER_URL DATABASE_BACKUP_URL

help: ## 列出可用的命令
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' Makefile

run: ## 启动演示县（首次约两分钟，以后几秒）；make run DATABASE_URL=… DATABASE_OWNER_URL=… 用已有的 PostgreSQL
	@sh scripts/setup.sh run fonts assets
	@exec $(PY) -m gonghui.cli run $(if $(PORT),--port $(PORT)) $(ARGS)

test: ## 全部测试（含浏览器测试）；ARGS=… 传给 pytest
	@sh scripts/setup.sh dev fonts assets browser
	@GONGHUI_CHROMIUM="$$(cat .venv/.browser)" PYTEST_ADDOPTS="$$(cat .venv/.pytest-words) $$PYTEST_ADDOPTS" \
		$(PY) -m pytest $(ARGS)

assure: ## 同样的试验多做许多遍：上万份有害的上传、五千次突然断掉
	@sh scripts/setup.sh dev
	@sh scripts/assure.sh
	$(PY) -m pytest -m assure $(ARGS)

check: ## 格式、规则、类型、分层、数据库结构变更、生成的文档
	@sh scripts/setup.sh dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy --config-file pyproject.toml gonghui config
	.venv/bin/lint-imports
	$(PY) -m gonghui.cli makemigrations --check --dry-run
	@if $(PY) -m gonghui.cli --help | grep -q '^ *docs '; then $(PY) -m gonghui.cli docs --check; fi

bench: ## 性能测试
	@sh scripts/setup.sh dev assets
	@if [ -f bench/__main__.py ]; then exec $(PY) -m bench $(ARGS); else echo "还没有性能测试（bench/）"; fi

wheel: ## 打包成 dist/*.whl，前端已在里面，安装时不需要 Node
	@sh scripts/setup.sh dev assets
	$(PY) -m build --wheel --no-isolation --outdir dist

setup: ## 只准备环境，不启动
	@sh scripts/setup.sh run fonts assets

clean: ## 删除环境和生成的前端文件（不动数据）
	rm -rf .venv node_modules gonghui/site/static/dist dist build
