// What a bench asks the kernel: the newest value only. While an answer is under way, those before it are skipped.

const SLOW = 40; // ms of transport above which more than one question may be under way: an answer takes two ways
const LATE = 400; // ms without an answer after which the page says that it waits

/** Make what asks. `late()` is called when an answer takes long. */
function makeQuestions(model, view, late) {
  const wanted = new Map(); // knob -> newest value that is not under way yet
  const flights = new Map(); // id -> what was asked, and when
  const newest = new Map(); // knob -> id of the last question about it
  let ids = 0;
  let transport = 0; // ms of the last answer that were not the kernel's work

  function ask(question) {
    const id = `${view}-${++ids}`;
    flights.set(id, { ...question, sent: performance.now() });
    try {
      model.send({ ...question, id });
      setTimeout(late, LATE + 10);
    } catch {
      flights.delete(id); // no kernel: the still picture stays
    }
    return id;
  }

  function put(name, value) {
    wanted.set(name, [value, performance.now()]);
    pump();
  }

  function pump() {
    while (wanted.size && flights.size < (transport > SLOW ? 3 : 1)) {
      const [name, [value, at]] = wanted.entries().next().value;
      wanted.delete(name);
      newest.set(name, ask({ do: "set", name, value, at }));
    }
  }

  /** Give what a message answers, if anything. */
  function answered(message) {
    const flight = flights.get(message.answer);
    flights.delete(message.answer);
    if (flight && message.kernel) transport = performance.now() - flight.sent - message.kernel.compute - message.kernel.encode;
    return flight;
  }

  /** Whether somebody has moved a knob, and the kernel has not answered to that yet. */
  const pending = (name) => wanted.has(name) || flights.has(newest.get(name));
  /** For how many ms the oldest question has been waiting. */
  const waiting = () => (flights.size ? performance.now() - Math.min(...[...flights.values()].map((flight) => flight.sent)) : 0);
  return { ask, put, pump, answered, pending, waiting };
}
