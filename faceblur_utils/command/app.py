"""The commands. Each module loads when its command is called, so that the help appears at once."""

import sys

from cyclopts import App, CycloptsError
from rich.console import Console

from .. import __version__

app = App(
    name="faceblur",
    version=__version__,
    help="Learn how face anonymisation works, and hide faces in photos and videos of your own.",
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)
_HERE = __package__
app.command(
    f"{_HERE}.lessons:app",
    name="lessons",
    help="Give you a copy of the lessons and open them in JupyterLab.",
)
app.command(f"{_HERE}.handouts:handouts", name="handouts", help="Write sheets to print for a class, as PDF.")
app.command(f"{_HERE}.slides:slides", name="slides", help="Write the slides of a lesson, to be shown in a browser.")
app.command(f"{_HERE}.hide:hide", name="hide", help="Hide every face in photos, videos and folders of both.")
app.command(f"{_HERE}.compare:compare", name="compare", help="Show the methods side by side on a photo.")
app.command(f"{_HERE}.pages:own_photos", name="own-photos", help="Open a page to hide faces in your own photos.")
app.command(f"{_HERE}.pages:own_video", name="own-video", help="Open a page to hide faces in a video of your own.")
app.command(f"{_HERE}.pages:live", name="live", help="Open a page that hides faces in a camera's picture.")
app.command(
    f"{_HERE}.pages:quiz", name="quiz", help="Open a quiz: whose face is hidden, and who sees it, you or a machine?"
)
app.command(f"{_HERE}.book:book", name="book", help="Build the lessons as a website that works offline.")
app.command(
    f"{_HERE}.app:_doctor", name="doctor", help="Try each part for real, and name the command that mends a broken one."
)
app.register_install_completion_command(help="Let Tab complete commands and options in your shell.")


def _doctor():
    from ..doctor import main

    return main()


def run(words):
    """Run a command line, with every error as one line.

    Parameters
    ----------
    words : list of str

    Returns
    -------
    int
        The exit code.
    """
    errors = Console(stderr=True)
    try:
        result = app(words, result_action="return_value", exit_on_error=False, print_error=False)
    except CycloptsError as error:
        say(errors, f"faceblur: {' '.join(str(error).split())}")
        return 2
    except KeyboardInterrupt:
        say(errors, "faceblur: stopped.")
        return 130
    except BrokenPipeError:  # `faceblur hide ... | head`
        sys.stderr.close()
        return 1
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        from ..messages import error_message

        say(errors, f"faceblur: {' '.join(error_message(error).split())}")
        return 2
    return result if isinstance(result, int) else 0


def say(console, text=""):
    """Print as it is: no line is broken in a path or an address, and nothing is taken for markup.

    Parameters
    ----------
    console : rich.console.Console
    text : str
    """
    console.print(text, markup=False, highlight=False, soft_wrap=True)
    console.file.flush()  # a log shows the address while the server runs
