"""An explorer as a learner meets it: its words, its controls, its pictures, and their room."""

from contextlib import contextmanager

from playwright.sync_api import TimeoutError

CELL = "play-code"
LOSS = "svg[data-epoch]"
OUTPUT = ".jp-Cell-outputWrapper:has([role=status])"  # roles are sought faster than in the page
MILLISECONDS = 50  # between two looks: one in every frame would keep a core busy
LOOKS = 600


def wait_until(page, condition, argument):
    """Wait until a condition in JavaScript holds for the argument."""
    page.wait_for_function(condition, arg=argument, polling=MILLISECONDS)


@contextmanager
def in_a_window(page, width, height):
    """Make the page's window so large, and in the end as large as it was."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": height})
    try:
        yield
    finally:
        page.set_viewport_size(before)


@contextmanager
def without_the_list_of_files(page):
    """Leave all of the window to the notebook."""
    turn = "() => window.jupyterapp.commands.execute('application:toggle-left-area')"
    page.evaluate(turn)
    try:
        yield
    finally:
        page.evaluate(turn)


class ExplorerPage:
    """An explorer in an open notebook, whose cell ``play-code`` is borrowed for `source`.

    It is there when its status begins as is said.
    """

    def __init__(self, notebook, source, says="At the start."):
        self.page = notebook.page
        self._notebook = notebook
        self.output = self.page.locator(OUTPUT)
        notebook.clear_outputs()  # other cells may show explorers, which say something as well
        notebook.start(CELL, source)
        self.says(says)

    @property
    def epoch(self):
        return int(self.page.locator(LOSS).get_attribute("data-epoch"))

    @property
    def words(self):
        return self.page.get_by_role("status").first.inner_text()

    def says(self, beginning):
        """Wait until the status line begins so."""
        try:
            wait_until(
                self.page,
                "text => document.querySelector('.jp-Notebook [role=status]')?.innerText"
                ".startsWith(text)",
                beginning,
            )
        except TimeoutError as error:
            error.add_note(f"It says: {self.words}")
            raise

    def reaches(self, epoch):
        """Wait until the pictures show this epoch, or a later one."""
        wait_until(
            self.page, f"epoch => document.querySelector('{LOSS}')?.dataset.epoch >= epoch", epoch
        )

    def stands_still(self):
        """Say whether nothing trains, and the epoch stays when all that was sent is shown."""
        epoch = self.epoch
        runs = self._notebook.kernel("print(explorer._runner.running)")
        return runs == "False" and self.epoch == epoch

    def press(self, name, key="Enter"):
        button = self.button(name)
        if not button.count():
            self.unfold()
            button.wait_for()
        button.focus()
        button.press(key)

    def button(self, name):
        """Return a button, or one of a choice, by its name."""
        plain = self.output.get_by_role("button", name=name, exact=True)
        return plain.or_(self.output.get_by_role("radio", name=name, exact=True))

    def is_chosen(self, name):
        """Wait until this one of a choice is pressed."""
        self.output.get_by_role("radio", name=name, exact=True, checked=True).wait_for()

    def unfold(self):
        """Show the settings that are rarely changed."""
        self.output.get_by_role("button", name="▸ More").press("Enter")

    def field(self, name):
        """Return a box or a switch by its name, seen or not."""
        fields = self.output.locator("input, textarea")
        return fields.and_(self.output.get_by_label(name, exact=True))

    def control(self, name):
        """Return a box or a switch by its name; where it is folded away, unfold it."""
        control = self.field(name)
        if not control.is_visible():
            self.unfold()
            control.wait_for()
        return control

    def type(self, name, text):
        """Type a text in place of what is there, and leave the box."""
        self.write(name, text)
        self.page.keyboard.press("Tab")

    def holds(self, name, value):
        """Wait until the kernel has this value of a control."""
        code = f"print(explorer.controls[{name!r}].value)"
        for _ in range(LOOKS):
            held = self._notebook.kernel(code)
            if held == str(value):
                return
            self.page.wait_for_timeout(MILLISECONDS)
        raise AssertionError(f"{name} is {held}, not {value}")

    def write(self, name, text):
        """Type a text in place of what is there."""
        self.control(name).press("ControlOrMeta+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def refuses(self, name, text, reason):
        """Type a text that is not taken, and wait until the page says why; the text stays."""
        self.type(name, text)
        self.output.get_by_role("alert").filter(has_text=f"{text} {reason}").wait_for()
        assert self.control(name).input_value() == text

    def slide(self, name, key):
        """Press a key on the slider beside the box of this name."""
        self.control(name)
        self.slider(name).focus()
        self.slider(name).press(key)

    def slider(self, name):
        """Return the handle of the slider beside the box of this name."""
        box = self.page.locator("input").and_(self.page.get_by_label(name, exact=True))
        return self.output.locator(".widget-hbox", has=box).last.locator(".noUi-handle")

    def seen(self):
        """Return all that the pictures say and show."""
        pictures = self.page.locator(".jp-Notebook .widget-html svg[role=img]")
        return pictures.evaluate_all("all => all.map(each => each.outerHTML).join()")

    def changes(self, act):
        """Do something, and wait until the pictures are others."""
        before = self.seen()
        act()
        wait_until(
            self.page,
            """before => [...document.querySelectorAll('.jp-Notebook .widget-html svg[role=img]')]
                .map(each => each.outerHTML).join() !== before""",
            before,
        )
