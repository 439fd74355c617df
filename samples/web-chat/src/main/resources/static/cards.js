"use strict";

// A tool call: its name, arguments and result, and a form while somebody must decide. All of it is set as
// text, so what the model wrote can never become markup.
class Card {

	constructor(tool) {
		this.tool = tool;
		this.head = make("span", "head", tool);
		this.entry = make("div", "tool");
		this.entry.append(this.head);
	}

	state(name, text = "") {
		this.entry.className = "tool " + name;
		this.head.textContent = this.tool + (text ? ": " + text : "");
	}

	show({ arguments: args, output }) {
		this.form?.remove();
		this.details?.remove();
		this.details = make("details", "");
		this.details.append(make("summary", "", "Arguments and result"), make("pre", "arguments", pretty(args)));
		if (output) {
			this.details.append(make("pre", "result", pretty(output)));
		}
		this.entry.append(this.details);
	}

	ask(call, done = () => {}) {
		const where = call.server ? " at " + call.server : "";
		this.state("asks", call.decidable ? "needs your approval" + where : "waits for another system");
		this.form?.remove();
		this.form = make("form", "decision");
		this.form.setAttribute("aria-label", "Decide about " + call.tool);
		this.form.tabIndex = -1;
		if (call.reason) {
			this.form.append(make("p", "", call.reason));
		}
		const args = this.field("Arguments", "textarea", pretty(call.arguments));
		args.rows = Math.min(8, args.value.split("\n").length);
		this.entry.append(this.form);
		// Only the server of a remote tool knows which arguments fit.
		args.readOnly = !call.editable;
		if (!call.decidable) {
			return;
		}
		const reason = this.field("Reason, if you deny", "input", "");
		const problem = make("p", "problem");
		problem.setAttribute("role", "alert");
		const approve = make("button", "", "Approve");
		const deny = make("button", "quiet", "Deny");
		deny.type = "button";
		const original = args.value;
		this.form.append(problem, approve, deny);
		const decide = async (verdict, parameters) => {
			approve.disabled = deny.disabled = true;
			problem.textContent = "";
			try {
				const response = await fetch("approvals/" + encodeURIComponent(call.id) + "/" + verdict,
						{ method: "POST", body: new URLSearchParams(parameters) });
				if (!response.ok) {
					throw new Error((await response.json().catch(() => ({}))).detail
							?? "The server returned " + response.status + ".");
				}
				this.decided(verdict === "approve" ? "Approved" : "Denied");
				done();
			}
			catch (error) {
				approve.disabled = deny.disabled = false;
				problem.textContent = error.message;
			}
		};
		this.form.addEventListener("submit", (event) => {
			event.preventDefault();
			decide("approve", args.value === original ? {} : { arguments: args.value });
		});
		deny.addEventListener("click", () => decide("deny", reason.value.trim() ? { reason: reason.value.trim() } : {}));
	}

	field(label, name, value) {
		const text = make("label", "", label);
		const field = make(name, "");
		field.value = value;
		field.spellcheck = false;
		text.append(field);
		this.form.append(text);
		return field;
	}

	decided(text) {
		this.form?.remove();
		this.form = null;
		this.state("", text);
	}

	focus() {
		this.form?.focus();
	}

}

function make(name, className, text = "") {
	const element = document.createElement(name);
	element.className = className;
	element.textContent = text;
	return element;
}

// Indents JSON, unless that would change it: a number may have more digits than JavaScript keeps.
function pretty(text) {
	try {
		const value = JSON.parse(text);
		return JSON.stringify(value) === text ? JSON.stringify(value, null, 2) : text;
	}
	catch (error) {
		return text ?? "";
	}
}
