"use strict";

const log = document.getElementById("log");
const form = document.getElementById("form");
const input = document.getElementById("message");
const send = document.getElementById("send");
const stop = document.getElementById("stop");

let leaving = null;

// Whatever comes from the server is text, never markup.
function show(kind, text) {
	const line = document.createElement("div");
	line.className = kind;
	line.textContent = text;
	log.append(line);
	line.scrollIntoView({ block: "end" });
	return line;
}

function conversation() {
	const messages = new Map();
	const tools = new Map();
	let over = false;
	const bubble = (id) => {
		if (!messages.has(id)) {
			messages.set(id, show("assistant", ""));
		}
		return messages.get(id);
	};
	const handlers = {
		"text": (data) => { bubble(data.message).textContent += data.text; },
		// The whole message: also there if its pieces could not be streamed.
		"message": (data) => { bubble(data.message).textContent = data.refusal || data.text; },
		"tool-started": (data) => { tools.set(data.call, show("tool", "⏳ " + data.tool)); },
		"tool-finished": (data) => {
			const line = tools.get(data.call) || show("tool", "");
			line.textContent = (data.outcome === "success" ? "✓ " : "✗ ") + data.tool + ": " + data.outcome;
		},
		"ended": (data) => {
			over = true;
			if (data.status !== "completed") {
				show("note", "The answer is " + data.status + ".");
			}
		},
		"failed": (data) => {
			over = true;
			show("note failed", "That did not work (" + data.kind + ", reference " + data.reference + ").");
		},
	};
	return {
		take(name, data) {
			if (Object.hasOwn(handlers, name)) {
				handlers[name](JSON.parse(data));
			}
		},
		isOver: () => over,
	};
}

// Server-sent events by fetch, which posts and, unlike EventSource, does not ask again by itself.
async function read(response, take) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = "";
	for (;;) {
		const { value, done } = await reader.read();
		if (done) {
			return;
		}
		rest += value;
		const events = rest.split("\n\n");
		rest = events.pop();
		for (const event of events) {
			const fields = new Map(event.split("\n").map((line) => {
				const colon = line.indexOf(":");
				return [line.slice(0, colon), line.slice(colon + 1)];
			}));
			if (fields.has("data")) {
				take(fields.get("event"), fields.get("data"));
			}
		}
	}
}

async function ask(message) {
	show("user", message);
	leaving = new AbortController();
	send.disabled = true;
	stop.disabled = false;
	const answer = conversation();
	try {
		const response = await fetch("chat", {
			method: "POST",
			body: new URLSearchParams({ message }),
			signal: leaving.signal,
		});
		if (!response.ok) {
			throw new Error("status " + response.status);
		}
		await read(response, answer.take);
		if (!answer.isOver()) {
			show("note failed", "The connection was lost.");
		}
	}
	catch (error) {
		show("note", leaving.signal.aborted ? "Stopped." : "That did not work (" + error.message + ").");
	}
	finally {
		send.disabled = false;
		stop.disabled = true;
		input.focus();
	}
}

form.addEventListener("submit", (event) => {
	event.preventDefault();
	const message = input.value.trim();
	if (message && !send.disabled) {
		input.value = "";
		ask(message);
	}
});

// Leaving is what cancels the run.
stop.addEventListener("click", () => leaving.abort());
