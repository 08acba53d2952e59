"""Runs MiniStack with three things that it has no setting for.

- It saves its state while it runs, and not only at its end: a kill or a power cut loses SAVE_SECONDS and the time that
  a save takes. A fork holds the state of one instant, so services agree with each other and requests go on meanwhile.
- It answers only for this machine's own names, and to pages of the console's origin: any other page that is open in a
  browser could otherwise read mails and tokens, or empty it.
- It serves an object under the type and name that its address asks for where that names a version, too, as S3 does.
"""

import asyncio
import contextlib
import copy
import filecmp
import gc
import json
import os
import re
import shutil
import signal
import sys
import time
import warnings
from urllib.parse import parse_qs

# Next to this file lies TypeScript alone.
sys.path.pop(0)
# The state holds keys, tokens and mails.
os.umask(0o077)

import hypercorn.asyncio  # noqa: E402
from ministack import app as ministack  # noqa: E402
from ministack.core import persistence  # noqa: E402

SAVE_SECONDS = 6
# A save takes a fraction of a second; one that hangs must not keep others from being made.
SAVE_LIMIT_SECONDS = 20
STATE = persistence.STATE_DIR
OWN_ORIGINS = set(os.environ["CONTACTSHEET_ORIGINS"].split(","))
OWN_HOST = re.compile(r"(([a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(:\d+)?", re.IGNORECASE)
# The API is reached by whoever has a token or a link, as on AWS.
API = re.compile(r"/restapis/[^/]+/[^/]+/_user_request_(/|$)")
READING = re.compile(r"\.(Get(?!ActivityTask)|BatchGet|List|Describe|Query|Scan|Filter)")


def flush(path):
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def flush_objects(since):
    """S3 writes its files by itself, and leaves them to the system's cache."""
    for folder, _, names in os.walk(os.environ["S3_DATA_DIR"]):
        for path in (os.path.join(folder, name) for name in names):
            # One may be deleted meanwhile.
            with contextlib.suppress(FileNotFoundError):
                if os.path.getmtime(path) >= since:
                    flush(path)


def write_state(folder):
    """Writes each service's state that is not as it was saved before, in MiniStack's own way."""
    # json.dump encodes in Python, json.dumps in C.
    json.dump = lambda data, file, **more: file.write(json.dumps(data, **more))
    persistence.STATE_DIR = folder
    for name, get_state in ministack._build_persistence_save_dict().items():
        state = get_state()
        if state is None:
            continue
        persistence.save_state(name, state)
        path, before = os.path.join(folder, f"{name}.json"), os.path.join(STATE, f"{name}.json")
        if not os.path.exists(path):
            raise OSError(f"the state of {name} could not be saved; the line before says why")
        if os.path.exists(before) and filecmp.cmp(path, before, shallow=False):
            os.remove(path)
        else:
            flush(path)


def swap_in(saved):
    if os.path.isdir(saved):
        for name in os.listdir(saved):
            os.replace(os.path.join(saved, name), os.path.join(STATE, name))
        os.rmdir(saved)


def write_snapshot(since):
    """Writes all services' state beside the last one and swaps it in: files of two instants are never mixed.

    local/savedState.ts finishes the swap where it was cut off.
    """
    following, saved = os.path.join(STATE, "next"), os.path.join(STATE, "saved")
    # One that was too slow was ended.
    swap_in(saved)
    shutil.rmtree(following, ignore_errors=True)
    os.makedirs(following)
    orphans = []
    functions = sys.modules.get("ministack.services.lambda_svc")
    if functions:
        prune = functions._prune_orphan_code_blobs
        # What was saved before may still need them.
        functions._prune_orphan_code_blobs = orphans.append
        # These change with each message, and would have 20 MB of layers written again. Streams are not kept at all.
        functions._dynamodb_stream_positions._data.clear()
        for mapping in functions._esms._data.values():
            mapping["LastProcessingResult"] = "No records processed"
    write_state(following)
    flush_objects(since)
    os.rename(following, saved)
    swap_in(saved)
    flush(STATE)
    for referenced in orphans:
        prune(referenced)


def fork_and_save(since):
    """Saves in a process of its own, which has all memory as it is now. Returns its id."""
    with warnings.catch_warnings():
        # Other threads do not go on in it, and it takes none of their locks.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    failed = True
    try:
        # The listening socket would keep the port taken, pipes would keep workers from ending.
        for descriptor in [int(name) for name in os.listdir("/dev/fd")]:
            if descriptor > 2:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
        persistence.logger.setLevel("WARNING")
        # Nothing else runs here, so nothing needs a copy; what is looked at for garbage would be copied, too.
        copy.deepcopy = lambda value, memo=None: value
        gc.disable()
        write_snapshot(since)
        failed = False
    except BaseException as error:
        persistence.logger.error("Persistence: nothing was saved: %r", error)
    finally:
        os._exit(1 if failed else 0)


def is_deploying():
    """Half a deploy cannot be taken up again, so none is saved; whoever deploys sends no pictures meanwhile."""
    cloudformation = ministack._loaded_modules.get("cloudformation")
    stacks = cloudformation._stacks._data.values() if cloudformation else ()
    return any(re.search("(?<!REVIEW)_IN_PROGRESS$", stack.get("StackStatus", "")) for stack in stacks)


async def save(since):
    """Saves, and answers whether it went well."""
    child = None
    until = time.monotonic() + SAVE_LIMIT_SECONDS
    try:
        child = fork_and_save(since)
        while time.monotonic() < until:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                child = None
                return status == 0
            await asyncio.sleep(0.05)
        persistence.logger.error("Persistence: not saved within %d s", SAVE_LIMIT_SECONDS)
        return False
    except OSError as error:
        persistence.logger.error("Persistence: nothing was saved: %r", error)
        return False
    finally:
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


class Saving:
    """Saves every few seconds where something may have changed, and a last time."""

    def __init__(self):
        self.changed = False
        # When the last save began, and the last that went well: the instants that they hold.
        self.begun = self.held = time.time()
        self.task = None

    def start(self):
        # Windows has none.
        if hasattr(os, "fork"):
            self.task = asyncio.create_task(self._run())

    async def finish(self):
        if not self.task:
            return
        self.task.cancel()
        await asyncio.wait([self.task])
        # MiniStack's own way writes file by file: only where the other failed.
        if is_deploying() or await self._save():
            ministack.save_all = lambda services: None

    async def _run(self):
        while True:
            await asyncio.sleep(max(0.5, self.begun + SAVE_SECONDS - time.time()))
            if self.changed and not is_deploying():
                await self._save()

    async def _save(self):
        self.changed, self.begun = False, time.time()
        if await save(self.held):
            self.held = self.begun
            return True
        self.changed = True
        return False


def text_of(headers, name):
    return b", ".join(value for key, value in headers if key.lower() == name).decode("latin-1")


def refusal(scope):
    """Why a request is refused: its status and a sentence; nothing where it is not."""
    headers = scope["headers"]
    host = text_of(headers, b"host")
    if not OWN_HOST.fullmatch(host):
        return 421, f"The local AWS answers for localhost alone, and not for {host!r}."
    if API.match(scope["path"]):
        return None
    origin = text_of(headers, b"origin")
    if origin and origin not in OWN_ORIGINS:
        return 403, f"The local AWS is open to the console's pages alone, and not to those of {origin!r}."
    # A foreign page may show a picture and lead here; it may not have anything done.
    foreign = text_of(headers, b"sec-fetch-site") == "cross-site"
    acts = scope["path"].startswith("/_") or b"Action=" in scope["query_string"]
    if foreign and (acts or scope.get("method") not in ("GET", "HEAD")):
        return 403, "The local AWS does nothing for pages of other sites."
    return None


def changes(scope):
    """Whether a request may change anything. That it only looks is told by its method, or by AWS's name for it."""
    if scope["path"].startswith("/_ministack/ready") or scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return False
    return not READING.search(text_of(scope["headers"], b"x-amz-target"))


async def refuse(send, status, words):
    body = json.dumps({"message": words}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def closed(send, origin):
    """Names the one origin that may read an answer, where MiniStack names all."""

    async def send_closed(message):
        if message["type"] == "http.response.start":
            headers = [(k, v) for k, v in message["headers"] if (k.lower(), v) != (b"access-control-allow-origin", b"*")]
            if origin and len(headers) < len(message["headers"]):
                headers += [(b"access-control-allow-origin", origin.encode()), (b"vary", b"Origin")]
            message = {**message, "headers": headers}
        await send(message)

    return send_closed


def as_asked(send, scope):
    """Serves a version under the type and name that its presigned address asks for."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    asked = {name.encode(): query.get(f"response-{name}", [""])[0] for name in ("content-type", "content-disposition")}
    if "versionId" not in query or not any(asked.values()):
        return send

    async def send_as_asked(message):
        if message["type"] == "http.response.start" and message["status"] in (200, 206):
            headers = [(name, value) for name, value in message["headers"] if not asked.get(name.lower())]
            headers += [(name, value.encode("latin-1")) for name, value in asked.items() if value]
            message = {**message, "headers": headers}
        await send(message)

    return send_as_asked


def guarded(app):
    """MiniStack's own application, behind the checks."""
    saving = Saving()

    async def run(scope, receive, send):
        if scope["type"] == "lifespan":
            return await app(scope, receive_last(receive), send_first(send))
        refused = refusal(scope)
        if refused and scope["type"] == "http":
            return await refuse(send, *refused)
        if refused:
            return await send({"type": "websocket.close", "code": 1008})
        if scope["type"] != "http":
            return await app(scope, receive, send)
        if not API.match(scope["path"]):
            send = as_asked(closed(send, text_of(scope["headers"], b"origin")), scope)
        try:
            await app(scope, receive, send)
        finally:
            # Not before: a save may begin meanwhile.
            saving.changed |= changes(scope)

    def send_first(send):
        async def send_lifespan(message):
            if message["type"] == "lifespan.startup.complete":
                saving.start()
            await send(message)

        return send_lifespan

    def receive_last(receive):
        async def receive_lifespan():
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await saving.finish()
            return message

        return receive_lifespan

    return run


serve = hypercorn.asyncio.serve
hypercorn.asyncio.serve = lambda app, config: serve(guarded(app), config)
ministack.main()
