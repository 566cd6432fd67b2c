"""Answers to the playground's experiments: right ones, and wrong ones with what they hear."""

RIGHT = {
    "playground.make_it_fail": [
        "'data=circles layers=none'",
        "'layers=1'",
        "'layers=8-8 activation=linear'",
        "' layers=none   bias=no '",
        "'layers=none inputs=xy'",
        "'inputs=x layers=none'",
    ],
    "playground.smallest_spiral": [
        "'data=spiral noise=0.1 layers=6 optimizer=adam learning_rate=0.03 epochs=600 start=2'",
        "'data=spiral noise=0.1 layers=8 optimizer=adam learning_rate=0.03 epochs=600'",
        "'data=spiral noise=0.1 layers=4-4 optimizer=adam learning_rate=0.03 epochs=600 start=4'",
        "'data=spiral noise=0.1 layers=8 optimizer=adam learning_rate=0.03 epochs=600 l2=0.00001'",
    ],
    "playground.watch_it_overfit": [
        "'data=circles samples=80 noise=0.8 layers=8-8 epochs=600'",
        "'data=blobs noise=1.0 layers=8-8 epochs=600'",
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
        "'layers=2'": "so it has learned something",
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
        "'data=spiral layers=8-8 optimizer=adam learning_rate=0.03 epochs=600'": "It can be done",
        "'data=spiral noise=0.1 layers=3 optimizer=adam learning_rate=0.03 epochs=600'": "Many",
        "'data=spiral noise=0.1 layers=6 inputs=x,y,sinx,siny'": "You have changed inputs, too",
        "'data=spiral held_out=0.0 layers=8'": "You have changed held_out, too",
        "'layers=6'": "take spiral",
    },
    "playground.watch_it_overfit": {
        "'data=circles samples=80 noise=0.8 layers=8-8 epochs=5'": "has not even halved",
        "'data=xor layers=8-8 epochs=600'": "less than twice as much",
        "'held_out=0.0'": "No points are held out",
        "'data=plane'": "choose squared-error",
        "'epochs=100000'": "take too long to check",
        "'data=xor learning_rate=3'": "Take a smaller rate",
    },
    "playground.break_it_with_the_rate": {
        "'learning_rate=1'": "so it still learns",
        "'learning_rate=5'": "so it still learns",
        "'data=circles'": "so it still learns",
        "'learning_rate=0.001'": "smaller steps are slower",
        "'learning_rate=10 layers=none'": "You have changed layers, too",
        "10": "Copy the line settings",
    },
}
