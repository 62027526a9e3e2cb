// The kernel's part of the quiz, for a page without one: the same staircase through rounds that were played before.
// quiz/page.js, which comes before this, shows them and asks.

/** Follow a staircase: stronger after a right answer, weaker after a wrong one; as quiz/staircase.py does. */
function climb(told, rights) {
  let level = 0;
  let rising = true;
  const turns = [];
  const levels = [];
  for (const right of rights) {
    levels.push(level);
    if (right !== rising) turns.push(told.strengths[level]);
    rising = right;
    level = Math.min(Math.max(level + (right ? 1 : -told.back), 0), told.strengths.length - 1);
  }
  const mean = turns.reduce((sum, one) => sum + Math.log2(one), 0) / turns.length;
  return { level, levels, gaveUp: rights.every(Boolean) ? "never" : (2 ** mean).toFixed(2) };
}

/** What a machine reaches on a staircase of its own. */
function alone(told, machine) {
  const rights = [];
  for (const round of told.rounds) rights.push(round.levels[climb(told, rights).level].said[machine] === round.right);
  return climb(told, rights).gaveUp;
}

/** Something that quiz/page.js takes for a widget whose kernel answers at once. */
function played(told, up) {
  const all = told.rounds.length;
  let hear = () => {};
  let [game, number, choices] = [1, 0, []];
  const rights = () => choices.map((choice, place) => choice === told.rounds[place].right);
  const tell = (content) => hear({ game, ...content }, []);

  function show() {
    if (number === all) return score();
    const { level, levels } = climb(told, rights());
    const { words, probe } = told.rounds[number].levels[number < choices.length ? levels[number] : level];
    const pictures = [probe, ...told.rounds[number].candidates].map((name) => `${up}_flipbooks/${name}`);
    tell({ is: "round", number, of: all, words, credit: told.credit, pictures });
    score();
  }

  function outcome() {
    const [choice, right] = [choices[number], told.rounds[number].right];
    const own = choice === right ? `Right: it is ${right + 1}.` : `Wrong: it is ${right + 1}, not ${choice + 1}.`;
    const said = told.rounds[number].levels[climb(told, rights()).levels[number]].said;
    const others = said.map((one, place) => `${told.machines[place]}: ${one === right ? "✓" : "✗"} ${one + 1}`);
    tell({ is: "outcome", number, choice, right, words: others.length ? `${own} ${others.join("; ")}.` : own });
  }

  function score() {
    const { levels, gaveUp } = climb(told, rights());
    const right = rights().filter(Boolean).length;
    const lines = [["You", right, choices.length, choices.length === all ? gaveUp : ""]];
    told.machines.forEach((title, machine) => {
      const named = levels.filter((level, place) => told.rounds[place].levels[level].said[machine] === told.rounds[place].right);
      lines.push([title, named.length, levels.length, alone(told, machine)]);
    });
    tell({ is: "score", lines, of: all, end: number === all ? told.end[right] : [] });
  }

  const answers = {
    hello: show,
    answer({ choice, number: asked }) {
      if (asked !== number || choices.length !== number) return;
      choices.push(choice);
      outcome();
      score();
    },
    next() {
      number += 1;
      show();
    },
    restart() {
      [game, number, choices] = [game + 1, 0, []];
      show();
    },
  };
  return { on: (_, listen) => (hear = listen), off: () => {}, send: (what) => answers[what.do](what) };
}

for (const place of document.querySelectorAll(".fb-game")) {
  const { up, ...told } = JSON.parse(place.querySelector("script").textContent);
  const begin = button("Play here", () => {
    // The still and its cell's other outputs make room.
    for (const image of place.closest(".cell_output").querySelectorAll("img")) image.remove();
    begin.remove();
    render({ model: played(told, up), el: place });
    place.scrollIntoView(); // it is as high as the window
  });
  place.append(begin);
}
