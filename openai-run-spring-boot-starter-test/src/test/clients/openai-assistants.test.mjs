// OpenAI's own client on wire Assistants v2.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { assistant, baseURL, fault, order, refund, script } from './simulator.mjs';

const client = new OpenAI({ baseURL, apiKey: 'any', maxRetries: 0 });
const { threads } = client.beta;
const tools = ['findOrder', 'quoteRefund'].map((name) => ({
	type: 'function', function: { name, description: `${name} by its number`, parameters: order, strict: true },
}));

async function ask(content, more = {}) {
	const thread = await threads.create({ messages: [{ role: 'user', content }] });
	const run = await threads.runs.createAndPoll(thread.id, { assistant_id: assistant, tools, ...more });
	return { thread, run };
}

async function text(thread) {
	const messages = await threads.messages.list(thread.id);
	return messages.data[0].content[0].text.value;
}

function calls(run) {
	return run.required_action.submit_tool_outputs.tool_calls;
}

test('calls a tool, takes its output, and replies', async () => {
	const { thread, run } = await ask('Where is order 17? findOrder');
	assert.equal(run.status, 'requires_action');
	const outputs = calls(run).map((call) => ({ tool_call_id: call.id, output: 'shipped' }));
	const ended = await threads.runs.submitToolOutputsAndPoll(run.id, { thread_id: thread.id, tool_outputs: outputs });
	assert.equal(ended.status, 'completed');
	assert.match(await text(thread), /findOrder says: shipped/);
});

test('calls the tool that is chosen by its name', async () => {
	const { run } = await ask('Hello', { tool_choice: { type: 'function', function: { name: 'quoteRefund' } } });
	assert.equal(calls(run)[0].function.name, 'quoteRefund');
	await assert.rejects(ask('Hello', { tool_choice: { type: 'function', function: { name: 'stop' } } }), OpenAI.BadRequestError);
});

test('replies with an object that fits the schema', async () => {
	const { thread } = await ask('What do I get back?', {
		tool_choice: 'none', response_format: { type: 'json_schema', json_schema: { name: 'refund', strict: true, schema: refund } },
	});
	assert.deepEqual(Object.keys(JSON.parse(await text(thread))), ['amount', 'currency']);
});

test('ends at the limit of tokens', async () => {
	const { run } = await ask('Tell me a story', { max_completion_tokens: 256 });
	assert.equal(run.status, 'incomplete');
	assert.equal(run.incomplete_details.reason, 'max_completion_tokens');
});

test('streams text', async () => {
	await script({ when: { equalTo: 'Stream a thread' }, reply: 'Good morning to you' });
	const thread = await threads.create({ messages: [{ role: 'user', content: 'Stream a thread' }] });
	const stream = threads.runs.stream(thread.id, { assistant_id: assistant });
	let streamed = '';
	stream.on('textDelta', (delta) => { streamed += delta.value; });
	assert.equal((await stream.finalRun()).status, 'completed');
	assert.equal(streamed, 'Good morning to you');
});

test('is cancelled', async () => {
	const thread = await threads.create({ messages: [{ role: 'user', content: 'Tell me a story' }] });
	const run = await threads.runs.create(thread.id, { assistant_id: assistant });
	assert.equal((await threads.runs.cancel(run.id, { thread_id: thread.id })).status, 'cancelling');
});

test('reports errors as the live service does', async () => {
	await assert.rejects(threads.runs.create('thread_nobody', { assistant_id: assistant }), OpenAI.NotFoundError);
	await assert.rejects(ask('Hi', { max_completion_tokens: 1 }),
		(error) => error instanceof OpenAI.BadRequestError && error.param === 'max_completion_tokens');
	await assert.rejects(ask('Hi', { tools: Array(21).fill(tools[0]) }), (error) => error.param === 'tools');
	const messages = Array(33).fill({ role: 'user', content: 'Hi' });
	await assert.rejects(threads.create({ messages }), (error) => error.param === 'messages');
	await fault('CREATE_THREAD', 500);
	await assert.rejects(threads.create(), OpenAI.InternalServerError);
});
