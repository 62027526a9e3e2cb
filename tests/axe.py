"""Asks axe-core what would keep people with disabilities from using a part of a page."""


def serious(page, within):
    """Look for what is serious.

    Parameters
    ----------
    page : playwright.sync_api.Page
    within : str
        CSS selector of the part.

    Returns
    -------
    list of (str, list of str)
        The rule that is broken, and the elements that break it.
    """
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=within).response["violations"]
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
