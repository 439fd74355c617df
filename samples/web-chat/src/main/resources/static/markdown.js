"use strict";

/*
 * Renders the Markdown that models commonly write. Every text becomes a text node and every element
 * is one of those named here, so a reply can never add markup of its own.
 */
const markdown = (() => {

	const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/;

	function element(name, ...children) {
		const result = document.createElement(name);
		result.append(...children);
		return result;
	}

	function link(text, address) {
		const result = element("a", text);
		result.href = address;
		result.rel = "noopener noreferrer nofollow";
		result.target = "_blank";
		return result;
	}

	function inline(text) {
		const nodes = [];
		let rest = text;
		for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
			const [whole, code, strong, emphasis, label, address] = match;
			nodes.push(rest.slice(0, match.index));
			if (code) {
				nodes.push(element("code", code));
			}
			else if (strong) {
				nodes.push(element("strong", ...inline(strong)));
			}
			else if (emphasis) {
				nodes.push(element("em", ...inline(emphasis)));
			}
			else {
				nodes.push(link(label, address));
			}
			rest = rest.slice(match.index + whole.length);
		}
		nodes.push(rest);
		return nodes;
	}

	function lines(text) {
		return text.split("\n").flatMap((line, index) => index ? [element("br"), ...inline(line)] : inline(line));
	}

	function list(name, marker, block) {
		const items = block.split("\n").map((line) => element("li", ...inline(line.replace(marker, ""))));
		return element(name, ...items);
	}

	function block(text) {
		const rows = text.split("\n");
		const heading = /^#{1,6} +(.*)$/.exec(text);
		if (heading) {
			return element("h2", ...inline(heading[1]));
		}
		if (rows.every((row) => /^[-*] +/.test(row))) {
			return list("ul", /^[-*] +/, text);
		}
		if (rows.every((row) => /^\d+[.)] +/.test(row))) {
			return list("ol", /^\d+[.)] +/, text);
		}
		return element("p", ...lines(text));
	}

	/** Return the nodes for a text. A code fence without an end reaches to the end of the text. */
	return (text) => text.split(/^```/m).flatMap((part, index) => {
		if (index % 2) {
			return [element("pre", element("code", part.replace(/^[^\n]*\n?/, "").replace(/\n$/, "")))];
		}
		return part.split(/\n{2,}/).map((paragraph) => paragraph.trim()).filter(Boolean).map(block);
	});

})();
