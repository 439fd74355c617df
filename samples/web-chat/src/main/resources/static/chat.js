"use strict";

const scroller = document.getElementById("scroller");
const log = document.getElementById("log");
const welcome = document.getElementById("welcome");
const form = document.getElementById("form");
const input = document.getElementById("message");
const send = document.getElementById("send");
const stop = document.getElementById("stop");
const restart = document.getElementById("restart");
const example = document.getElementById("example");

let connection = null;

// Scrolls only if the user has not scrolled up to read.
function follow(change) {
	const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
	change();
	if (atEnd) {
		scroller.scrollTop = scroller.scrollHeight;
	}
}

function add(kind, ...content) {
	const entry = document.createElement("div");
	entry.className = kind;
	entry.append(...content);
	follow(() => {
		welcome.hidden = true;
		log.append(entry);
	});
	return entry;
}

function addReply(text) {
	return add("assistant", ...markdown(text));
}

function addError(text, message) {
	const retry = document.createElement("button");
	retry.type = "button";
	retry.textContent = "Try again";
	const entry = add("error", text, retry);
	entry.setAttribute("role", "alert");
	retry.addEventListener("click", () => {
		entry.remove();
		ask(message, false);
	});
}

function addCard(tool) {
	const card = new Card(tool);
	follow(() => {
		welcome.hidden = true;
		log.append(card.entry);
	});
	return card;
}

async function load(path) {
	const response = await fetch(path);
	return response.ok ? response.json() : [];
}

// The events have no arguments: they are loaded, as only some visitors may see them.
async function askAbout(cards) {
	const pending = await load("chat/pending");
	let first = null;
	for (const call of pending) {
		if (!cards.has(call.call)) {
			cards.set(call.call, addCard(call.tool));
		}
		const card = cards.get(call.call);
		if (!card.form) {
			follow(() => card.ask(call));
			first ??= card;
		}
	}
	first?.focus();
	first?.entry.scrollIntoView({ block: "nearest" });
	return pending.length;
}

async function showResults(cards) {
	for (const call of await load("chat/calls")) {
		const card = cards.get(call.call);
		if (card) {
			follow(() => card.show(call));
		}
	}
}

// Shows the events of one run.
class Reply {

	constructor(message) {
		this.message = message;
		this.texts = new Map();
		this.tools = new Map();
		this.ended = false;
		this.waiting = add("waiting", "Thinking");
	}

	receive(name, data) {
		switch (name) {
			case "text":
				this.write(data.message, (this.texts.get(data.message)?.text ?? "") + data.text);
				break;
			case "message":
				this.write(data.message, data.refusal || data.text);
				break;
			case "tool-started":
				this.tool(data).state("");
				break;
			case "tool-finished":
				this.tool(data).decided("");
				this.tool(data).state(data.outcome === "success" ? "success" : "failure",
						data.outcome === "success" ? "" : data.outcome);
				break;
			case "suspended":
				this.waiting.hidden = true;
				data.calls.forEach((call) => this.tool(call));
				askAbout(this.tools);
				break;
			case "ended":
				this.end();
				if (data.status !== "completed") {
					addError("The reply did not complete, its status is '" + data.status + "'.", this.message);
				}
				break;
			case "failed":
				this.end();
				addError("The reply failed (" + data.kind + ", reference " + data.reference + ").", this.message);
				break;
		}
	}

	write(id, text) {
		this.waiting.hidden = true;
		if (!this.texts.has(id)) {
			this.texts.set(id, { entry: addReply(""), text: "" });
		}
		const message = this.texts.get(id);
		message.text = text;
		follow(() => message.entry.replaceChildren(...markdown(text)));
	}

	tool(data) {
		if (!this.tools.has(data.call)) {
			this.tools.set(data.call, addCard(data.tool));
			follow(() => log.append(this.waiting));
		}
		return this.tools.get(data.call);
	}

	end() {
		this.ended = true;
		this.waiting.remove();
		// Calls of remote servers do not finish here, and others may have decided about them.
		for (const card of this.tools.values()) {
			if (card.form) {
				card.decided("Decided");
			}
		}
	}

}

// EventSource cannot send a POST, and repeats its request after a lost connection.
async function readEvents(response, receive) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let buffer = "";
	for (;;) {
		const { value, done } = await reader.read();
		if (done) {
			return;
		}
		buffer += value;
		const events = buffer.split("\n\n");
		buffer = events.pop();
		for (const event of events) {
			const fields = new Map(event.split("\n").map((line) => {
				const colon = line.indexOf(":");
				return [line.slice(0, colon), line.slice(colon + 1)];
			}));
			if (fields.has("data")) {
				receive(fields.get("event"), JSON.parse(fields.get("data")));
			}
		}
	}
}

function busy(running) {
	send.hidden = running;
	stop.hidden = !running;
	restart.disabled = running;
}

async function ask(message, isNew = true) {
	if (isNew) {
		add("user", message);
	}
	connection = new AbortController();
	busy(true);
	const reply = new Reply(message);
	try {
		const response = await fetch("chat", {
			method: "POST",
			body: new URLSearchParams({ message }),
			signal: connection.signal,
		});
		if (!response.ok) {
			throw new Error("the server returned " + response.status);
		}
		await readEvents(response, (name, data) => reply.receive(name, data));
		if (!reply.ended) {
			throw new Error("the connection was lost");
		}
	}
	catch (error) {
		if (connection.signal.aborted) {
			add("note", "Stopped");
		}
		else {
			addError("The message could not be sent: " + error.message + ".", message);
		}
	}
	finally {
		reply.end();
		busy(false);
		showResults(reply.tools).catch(() => {});
		input.focus();
	}
}

async function showConversation() {
	try {
		const messages = await load("chat");
		const cards = new Map();
		log.replaceChildren();
		for (const { role, text, call } of messages) {
			if (call) {
				const card = addCard(call.tool);
				card.state(call.output ? "success" : "");
				card.show(call);
				cards.set(call.call, card);
			}
			else if (role === "user") {
				add("user", text);
			}
			else {
				addReply(text);
			}
		}
		scroller.scrollTop = scroller.scrollHeight;
		if (await askAbout(cards)) {
			awaitReply();
		}
	}
	catch (error) {
		add("note", "The earlier messages could not be loaded.");
	}
}

// After a reload there is no stream of the run any more, so look for its reply.
function awaitReply() {
	const shown = new Set(log.children);
	const timer = setInterval(async () => {
		const gone = ![...log.children].some((entry) => shown.has(entry));
		if (connection || gone) {
			clearInterval(timer);
		}
		else if (!(await load("chat/pending")).length && (await load("chat")).at(-1)?.role === "assistant") {
			clearInterval(timer);
			showConversation();
		}
	}, 1000);
}

function submit() {
	const message = input.value.trim();
	if (message && stop.hidden) {
		input.value = "";
		ask(message);
	}
}

form.addEventListener("submit", (event) => {
	event.preventDefault();
	submit();
});

input.addEventListener("keydown", (event) => {
	if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
		event.preventDefault();
		submit();
	}
});

example.addEventListener("click", () => ask(example.textContent));

// The server cancels a run whose connection is closed, but not one that has waited.
stop.addEventListener("click", () => {
	connection.abort();
	fetch("chat/stop", { method: "POST" }).catch(() => {});
});

restart.addEventListener("click", async () => {
	const response = await fetch("chat", { method: "DELETE" });
	if (response.ok) {
		log.replaceChildren();
		welcome.hidden = false;
		input.focus();
	}
});

showConversation();
input.focus();
