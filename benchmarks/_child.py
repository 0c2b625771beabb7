"""Run something in a process of its own, and tell how much memory it took."""

import multiprocessing
import resource


def in_child(task):
    """What a task gives, and its peak of memory.

    Parameters
    ----------
    task : callable without arguments

    Returns
    -------
    result
    peak : float
        Of all memory of the process, in MiB, with what it shares with this one.
    """
    context = multiprocessing.get_context("fork")  # closures need no pickling
    receive, send = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(task, send))
    child.start()
    send.close()
    try:
        result = receive.recv()
    except EOFError:
        raise RuntimeError("A run ended without a result; its error is above.") from None
    finally:
        child.join()
    return result


def _work(task, send):
    result = task()
    send.send((result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
