"""The digits as a learner meets them: train, choose an image, move it, and see ten bars change."""

from tests.browser.explorer_page import ExplorerPage

SOURCE = """from nnlib.explorers.digits import DigitExplorer

explorer = DigitExplorer()
explorer"""


def test_an_image_is_chosen_moved_and_answered(notebook):
    explorer = ExplorerPage(notebook, SOURCE)
    explorer.press("Train")
    explorer.says("Done. digits, 64-32-10: 20 epochs, loss 0.01")
    explorer.type("image", "7")
    answer = notebook.page.locator("svg[aria-label*='✔ 0, right is 0']")
    answer.wait_for()
    explorer.slide("image", "ArrowRight")
    notebook.page.locator("svg[aria-label*='image 8 of 360']").wait_for()
    notebook.page.get_by_role("radio", name="noise", exact=True).click()
    notebook.page.locator("svg[aria-label*='right is none']").wait_for()
    explorer.refuses("image", "361", "is too large: 1 to 360. ")
    assert notebook.problems == []
