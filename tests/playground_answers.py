"""Answers to the playground's experiments: right ones, and wrong ones with what they hear."""

RIGHT = {
    "playground.make_it_fail": [
        "'data=circles layers=none'",
        "'layers=1'",
        "'layers=8-8 activation=linear'",
        "' layers=none   bias=no '",
        "'layers=none inputs=xy'",
        "'inputs=x layers=none'",
        "'bias=no layers=8-8'",
        "'activation=sigmoid layers=4-4-4'",
    ],
    "playground.smallest_spiral": [
        "'data=spiral noise=0.0 layers=5 optimizer=adam learning_rate=0.03 epochs=600'",
        "'data=spiral noise=0.0 layers=5 optimizer=adam learning_rate=0.01 epochs=600 start=5'",
        "'data=spiral noise=0.0 layers=5 optimizer=adam learning_rate=0.03 epochs=600 l2=0.00001'",
    ],
    "playground.watch_it_overfit": [
        "'data=circles samples=80 noise=0.8 layers=8-8 epochs=600'",
        "'data=blobs noise=1.0 layers=8-8 epochs=600'",
        "'samples=80 noise=0.4 epochs=600'",
        "'data=circles samples=80 noise=0.8 layers=8-8 optimizer=momentum epochs=1000 "
        "learning_rate=0.05'",
    ],
    "playground.break_it_with_the_rate": [
        "'learning_rate=30'",
        "'data=circles learning_rate=10'",
        "'learning_rate=1000'",
    ],
}

WRONG = {
    "playground.make_it_fail": {
        "'data=circles'": "so it has learned something",
        "''": "so it has learned something",
        "'layers=2'": "what does a network without hidden units draw?",
        "'layers=none inputs=xx,yy'": "An input such as x² bends the border",
        "'inputs=y,xy'": "An input such as xy bends the border",
        "'inputs=xx'": "It does not see y, so its borders run straight up and down",
        "'inputs=x'": "It does not see y, so its borders run straight up and down",
        "'inputs=y layers=8-8'": "It does not see x, so its borders run straight from left",
        "'data=xor layers=none'": "take circles",
        "'layers=none noise=1.0'": "You have changed noise, too",
        "'learning_rate=0.001'": "You have changed learning_rate, too",
        "'layers=0'": "must be a whole number from 1 to 8",
        "'circles'": "is not a setting",
        "3": "Copy the line settings",
        "None": "Copy the line settings",
        "'data=plane'": "take circles",
        "'epochs=100000'": "You have changed epochs, too",
    },
    "playground.smallest_spiral": {
        "'data=spiral layers=8-8 optimizer=adam learning_rate=0.03 epochs=6'": "It can be done",
        "'data=spiral noise=0.1 layers=6 optimizer=adam learning_rate=0.03 epochs=600'": "with 5",
        "'data=spiral layers=5'": "The loss still falls after 300 epochs",
        "'data=spiral layers=5 optimizer=adam learning_rate=0.03 patience=5'": "5 epochs. With",
        "'data=spiral layers=5 stop_at_loss=0.5'": "the loss has reached 0.5. With patience and",
        "'data=spiral layers=5 learning_rate=0.001'": "too few or the steps too small",
        "'data=spiral layers=5 epochs=1'": "Another start",
        "'data=spiral noise=0.1 layers=3 optimizer=adam learning_rate=0.03 epochs=600'": "Many",
        "'data=spiral noise=0.1 layers=6 inputs=x,y,sinx,siny'": "You have changed inputs, too",
        "'data=spiral held_out=0.0 layers=8'": "You have changed held_out, too",
        "'layers=6'": "take spiral",
    },
    "playground.watch_it_overfit": {
        "'data=circles samples=80 noise=0.8 layers=8-8 epochs=5'": "has not even halved",
        "''": "most of the rule is still there",
        "'data=circles'": "most of the rule is still there",
        "'data=own'": "your own points",
        "'samples=10 noise=1.0 layers=8-8 epochs=2000'": "Only 3 points are held out",
        "'samples=80 noise=1.0 draw=2 layers=8-8 epochs=600'": "never found a rule",
        "'samples=80 noise=0.4'": "less than twice as much",
        "'data=moons samples=100'": "lowest at the very end, 0.0",
        "'data=xor layers=8-8 epochs=200'": "less than twice as much",
        "'held_out=0.0'": "No points are held out",
        "'data=plane loss=cross-entropy'": "choose squared-error",
        "'epochs=100000'": "take too long to check",
        "'data=xor learning_rate=3'": "",  # what it hears hangs on the last digit
        "'data=xor learning_rate=3 patience=20'": "",
        "'data=circles learning_rate=5 patience=20'": "",
        "'data=xor learning_rate=3 stop_at_loss=0.05'": "",
    },
    "playground.break_it_with_the_rate": {
        "'learning_rate=1'": "so it still learns",
        "'learning_rate=2'": "so it still learns",
        "'data=circles'": "so it still learns",
        "'learning_rate=0.001'": "smaller steps are slower",
        "'learning_rate=10 layers=none'": "You have changed layers, too",
        "10": "Copy the line settings",
    },
}

SLOWEST = "activation=sigmoid layers=4-4-4-4"  # says what 4-4-4 says
PRAISE = {
    "playground.make_it_fail": {
        "layers=none": "All it can draw is a straight line.",
        "layers=8-8 activation=linear": "sums of sums are one sum",
        "layers=1": "One unit still draws one straight line.",
        "layers=1 activation=relu": "One unit still draws one straight line.",
        SLOWEST: "only too slow: after 2,000 epochs it gets 100% right",
        "activation=sigmoid layers=4-4-4": "only too slow: after 2,000 epochs it gets 100% right",
        "layers=1-8": "all lines that it can draw have the same direction",
        "layers=1 bias=no": "only a bias moves it away",
        "bias=no": "through the middle, where all its inputs are 0",
        "bias=no layers=8-8": "only a bias moves it away",
        "layers=none inputs=xy": "do not tell the disc from the ring",
        "layers=2-1 activation=relu": "From this start it has not found a way",
    },
    "playground.break_it_with_the_rate": {
        "learning_rate=10": "it jumps to and fro",
        "learning_rate=30": "it jumps to and fro",
        "learning_rate=50": "after the first jumps nothing moves any more",
        "learning_rate=1000": "after the first jumps nothing moves any more",
    },
}
