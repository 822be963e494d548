"""Every kind of page is what the standards say: Nu HTML checker, html-validate, and the policy by CSP evaluator."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.kinds import KINDS, address
from tests.database import REPOSITORY
from tests.product import Product

sys.path.insert(0, str(REPOSITORY / "tools"))
import node

JAR = REPOSITORY / "node_modules/vnu-jar/build/dist/vnu.jar"
# What the Nu checker does not know yet is no fault: the at-rule of view transitions, the colour function.
NEW = ".*(?:@view-transition|light-dark).*"
JUDGE = """
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
const found = new CspEvaluator(new CspParser(process.argv[1]).csp).evaluate();
console.log(JSON.stringify(found.filter((each) => each.severity < 50).map((each) => each.description)));
"""


@pytest.fixture(scope="session")
def pages(product: Product, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of every kind as a file."""
    folder = tmp_path_factory.mktemp("pages")
    for kind in KINDS:
        path, status = address(product, kind)
        answer = product.get(path)
        assert answer.status_code == status, kind
        (folder / f"{kind}.html").write_bytes(answer.content)
    return folder


def test_nu_html_checker_finds_nothing(pages: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.fail("no Java: on Debian, apt-get install default-jre-headless", pytrace=False)
    node.program("vnu-jar/build/dist/vnu.jar")
    done = subprocess.run(
        [java, "-jar", str(JAR), "--errors-only", "--format", "gnu", "--filterpattern", NEW, str(pages)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert _faults(done.stderr) == []


def _faults(said: str) -> list[str]:
    return sorted({line.rpartition("/")[2] for line in said.splitlines() if line.strip()})


def test_html_validate_finds_nothing(pages: Path) -> None:
    done = subprocess.run(
        [*node.run("html-validate"), "--preset=standard", "--formatter=json", *map(str, sorted(pages.glob("*.html")))],
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
    )  # fmt: skip
    assert done.stdout, done.stderr
    found = [
        (Path(result["filePath"]).name, each["ruleId"], each["line"], each["message"])
        for result in json.loads(done.stdout)
        for each in result["messages"]
    ]
    assert found == []


@pytest.mark.parametrize("path", ["/", "/cari?q=emas", "/styleguide/", "/lite/"])
def test_csp_evaluator_finds_no_weakness(product: Product, path: str) -> None:
    policy = product.get(path).headers["content-security-policy"]
    runner = node.program("csp_evaluator/package.json")[0]
    done = subprocess.run(
        [runner, "--input-type=module", "-e", JUDGE, policy],
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
