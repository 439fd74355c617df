"use strict";

const state = document.getElementById("state");
const log = document.getElementById("log");
const cards = new Map();

async function refresh() {
	try {
		const response = await fetch("approvals");
		if (!response.ok) {
			throw new Error("the server returned " + response.status);
		}
		const calls = await response.json();
		for (const [id, card] of cards) {
			if (!calls.some((call) => call.id === id)) {
				card.decided("Decided");
				cards.delete(id);
			}
		}
		for (const call of calls) {
			if (!cards.has(call.id)) {
				const card = new Card(call.tool);
				card.ask(call, refresh);
				log.append(card.entry);
				cards.set(call.id, card);
			}
		}
		const text = cards.size ? "Waiting: " + cards.size : "Nothing waits";
		if (state.textContent !== text) {
			state.textContent = text;
		}
	}
	catch (error) {
		state.textContent = "The calls could not be loaded: " + error.message + ".";
	}
}

refresh();
setInterval(refresh, 3000);
