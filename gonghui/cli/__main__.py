import sys

from gonghui.cli.main import main

sys.exit(main())
