"""LibreOffice without a window: an old Word file or RTF → a Word file that `vbparse.readers.docx` reads."""

from __future__ import annotations

import hashlib
from pathlib import Path
from shutil import which

from vbparse.readers import docx
from vbparse.readers.formats import Format
from vbparse.readers.options import ReadOptions
from vbparse.readers.programs import run, workplace
from vbparse.shape import replace
from vbparse.source import Source

PROGRAM = "soffice"

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
<prop oor:name="Field" oor:op="fuse"><value>false</value></prop>
</item>
</oor:items>
"""
"""No macro is run, no linked picture or text fetched, no field computed anew."""


def is_there() -> bool:
    """Whether LibreOffice is installed."""
    return which(PROGRAM) is not None


def read_by_office(data: bytes, named: str, options: ReadOptions, kind: Format, filter_name: str) -> Source | None:
    """Read bytes that the filter of LibreOffice takes; null where it makes nothing of them."""
    with workplace(f"document.{kind.name}", data) as folder:
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        made = folder / "document.docx"
        done = run(_command(profile, f"document.{kind.name}", filter_name), folder, named, options.limits)
        if not done or not made.is_file():
            return None
        converted = made.read_bytes()
    found = docx.read_it(converted, named, options)
    return replace(found, media_type=kind.media_type, sha256=hashlib.sha256(data).hexdigest())


def _command(profile: Path, name: str, filter_name: str) -> list[str]:
    # The filter is named, for LibreOffice reads as plain text whatever it does not know.
    return [
        *(PROGRAM, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}"),
        *(f"--infilter={filter_name}", "--convert-to", "docx:MS Word 2007 XML", "--outdir", ".", name),
    ]
