// OpenAI's own client on wire Responses.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { baseURL, deliver, fault, order, refund, runs, script } from './simulator.mjs';

const client = new OpenAI({ baseURL, apiKey: 'any', maxRetries: 0 });
const model = 'gpt-4.1';
const findOrder = { type: 'function', name: 'findOrder', description: 'Finds an order', parameters: order, strict: true };
const quoteRefund = { type: 'function', name: 'quoteRefund', description: 'Quotes a refund', parameters: order, strict: true };
const tools = [findOrder, quoteRefund];

test('calls a tool, takes its output, and replies', async () => {
	const asking = await client.responses.create({ model, tools, input: 'Where is order 17?' });
	const [call] = asking.output;
	assert.equal(call.name, 'findOrder');
	assert.deepEqual(JSON.parse(call.arguments), { number: '17' });
	const answer = await client.responses.create({
		model, tools, previous_response_id: asking.id,
		input: [{ type: 'function_call_output', call_id: call.call_id, output: 'shipped' }],
	});
	assert.equal(answer.output_text, 'findOrder says: shipped');
});

test('calls the tool that is chosen by its name', async () => {
	const chosen = await client.responses.create({
		model, tools, input: 'Hello', tool_choice: { type: 'function', name: 'quoteRefund' },
	});
	assert.equal(chosen.output[0].name, 'quoteRefund');
	const allowed = await client.responses.create({
		model, tools, input: 'Where is order 17?',
		tool_choice: { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'quoteRefund' }] },
	});
	assert.equal(allowed.output[0].name, 'quoteRefund');
	const none = await client.responses.create({ model, tools, input: 'Where is order 17?', tool_choice: 'none' });
	assert.equal(none.output[0].type, 'message');
});

test('refuses the choice of a tool that is not offered', async () => {
	await assert.rejects(client.responses.create({ model, tools, input: 'Hi', tool_choice: { type: 'function', name: 'stop' } }),
		(error) => error instanceof OpenAI.BadRequestError && error.param === 'tool_choice');
});

test('fails if a script calls what the request does not offer', async () => {
	await script({ when: { equalTo: 'Cancel order 18' }, calls: [{ tool: 'cancelOrder' }], reply: 'Cancelled' });
	const response = await client.responses.create({ model, tools, input: 'Cancel order 18' });
	assert.equal(response.status, 'failed');
	assert.match(response.error.message, /calls the tool "cancelOrder", which the request does not offer/);
});

test('replies with an object that fits the schema', async () => {
	const format = zodTextFormat(z.object({ amount: z.number(), currency: z.enum(['EUR', 'USD']) }), 'refund');
	const improvised = await client.responses.parse({ model, input: 'What do I get back?', text: { format } });
	assert.equal(typeof improvised.output_parsed.amount, 'number');
	await script({ when: { equalTo: 'Quote refund 17' }, replyJson: { amount: 12.5, currency: 'EUR' } });
	const scripted = await client.responses.parse({ model, input: 'Quote refund 17', text: { format } });
	assert.deepEqual(scripted.output_parsed, { amount: 12.5, currency: 'EUR' });
});

test('refuses a strict schema outside of the subset', async () => {
	const format = { type: 'json_schema', name: 'refund', strict: true, schema: { ...refund, additionalProperties: true } };
	await assert.rejects(client.responses.create({ model, input: 'Hi', text: { format } }),
		(error) => error.status === 400 && /additionalProperties/.test(error.message));
});

test('ends at the limit of tokens, also in a stream', async () => {
	const response = await client.responses.create({ model, input: 'Tell me a story', max_output_tokens: 16 });
	assert.equal(response.status, 'incomplete');
	assert.equal(response.incomplete_details.reason, 'max_output_tokens');
	assert.equal(response.usage.output_tokens, 16);
	const stream = await client.responses.create({ model, input: 'Tell me a story', max_output_tokens: 16, stream: true });
	const names = [];
	for await (const event of stream) {
		names.push(event.type);
	}
	assert.equal(names.at(-1), 'response.incomplete');
});

test('streams text and arguments', async () => {
	await script({ when: { equalTo: 'Stream please' }, calls: [{ tool: 'findOrder', arguments: { number: '17' } }], deltas: 3, reply: 'It is {findOrder}' });
	const first = client.responses.stream({ model, tools, input: 'Stream please' });
	const names = [];
	first.on('event', (event) => names.push(event.type));
	const asking = await first.finalResponse();
	assert.ok(names.filter((name) => name === 'response.function_call_arguments.delta').length > 3);
	const second = client.responses.stream({
		model, tools, previous_response_id: asking.id,
		input: [{ type: 'function_call_output', call_id: asking.output[0].call_id, output: 'shipped' }],
	});
	let text = '';
	second.on('response.output_text.delta', (event) => { text += event.delta; });
	assert.equal((await second.finalResponse()).output_text, 'It is shipped');
	assert.equal(text, 'It is shipped');
});

test('works in the background, is polled, resumed and cancelled', async () => {
	let response = await client.responses.create({ model, input: 'Hello', background: true });
	assert.equal(response.status, 'queued');
	while (response.status === 'queued' || response.status === 'in_progress') {
		const { data, response: raw } = await client.responses.retrieve(response.id).withResponse();
		response = data;
		assert.ok(raw.headers.get('openai-processing-ms'));
		assert.ok(raw.headers.get('x-ratelimit-remaining-requests'));
		if (response.status === 'queued') {
			assert.ok(Number(raw.headers.get('openai-poll-after-ms')) >= 50);
		}
	}
	assert.equal(response.status, 'completed');
	const waiting = await client.responses.create({ model, input: 'Hello', background: true });
	assert.equal((await client.responses.cancel(waiting.id)).status, 'cancelled');
});

test('keeps conversations', async () => {
	const conversation = await client.conversations.create();
	await client.responses.create({ model, conversation: conversation.id, input: 'Hello' });
	const items = await client.conversations.items.list(conversation.id);
	assert.equal(items.data.length, 2);
});

test('calls a custom tool', async () => {
	const custom = [{ type: 'custom', name: 'run_sql', description: 'Runs a query' }];
	const asking = await client.responses.create({ model, tools: custom, input: 'Run the query select 1' });
	assert.equal(asking.output[0].type, 'custom_tool_call');
	assert.equal(asking.output[0].input, 'Run the query select 1');
	const answer = await client.responses.create({
		model, tools: custom, previous_response_id: asking.id,
		input: [{ type: 'custom_tool_call_output', call_id: asking.output[0].call_id, output: '1' }],
	});
	assert.equal(answer.output_text, 'run_sql says: 1');
});

test('asks for the approval of a remote call', async () => {
	await script({ when: { equalTo: 'Refund 17' }, calls: [{ server: 'shop', tool: 'refund', arguments: { number: '17' }, output: 'done' }], reply: 'Refund: {refund}' });
	const mcp = [{ type: 'mcp', server_label: 'shop', server_url: 'https://mcp.example.com', require_approval: 'always' }];
	const asking = await client.responses.create({ model, tools: mcp, input: 'Refund 17' });
	const request = asking.output.find((item) => item.type === 'mcp_approval_request');
	const answer = await client.responses.create({
		model, tools: mcp, previous_response_id: asking.id,
		input: [{ type: 'mcp_approval_response', approval_request_id: request.id, approve: true }],
	});
	assert.equal(answer.output[0].type, 'mcp_call');
	assert.equal(answer.output_text, 'Refund: done');
	assert.equal((await runs('Refund 17'))[0].calls[0].output, 'approved');
});

test('compacts, counts and lists models', async () => {
	const input = [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: 'Good morning' }];
	const compacted = await client.responses.compact({ model, input });
	assert.equal(compacted.output.at(-1).type, 'compaction');
	assert.ok((await client.responses.inputTokens.count({ model, input })).input_tokens > 0);
	const models = [];
	for await (const one of client.models.list()) {
		models.push(one.id);
	}
	assert.ok(models.includes(model));
});

test('reports errors as the live service does', async () => {
	await assert.rejects(client.responses.create({ model, input: 'Hi', temperature: 3 }),
		(error) => error instanceof OpenAI.BadRequestError && error.param === 'temperature' && error.code === 'decimal_above_max_value');
	await assert.rejects(client.responses.create({ model, input: 'Hi', colour: 'red' }),
		(error) => error.code === 'unknown_parameter' && error.param === 'colour');
	await assert.rejects(client.responses.retrieve('resp_nobody'), OpenAI.NotFoundError);
	await fault('CREATE_RUN', 429);
	await assert.rejects(client.responses.create({ model, input: 'Hi' }), OpenAI.RateLimitError);
	await script({ when: { equalTo: 'Break' }, fail: { code: 'server_error', message: 'Broken' } });
	assert.equal((await client.responses.create({ model, input: 'Break' })).error.message, 'Broken');
});

test('signs the webhook of a background response', async () => {
	const secret = 'whsec_c2ltdWxhdG9yLXNlY3JldC0wMTIzNDU2Nzg5';
	let take;
	const received = new Promise((resolve) => { take = resolve; });
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const piece of request) {
			body += piece;
		}
		response.writeHead(204).end();
		take({ body, headers: request.headers });
	});
	await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
	await deliver(`http://127.0.0.1:${server.address().port}/hook`, secret);
	const created = await client.responses.create({ model, input: 'Hello', background: true });
	const { body, headers } = await received;
	server.close();
	const event = await client.webhooks.unwrap(body, headers, secret);
	assert.equal(event.type, 'response.completed');
	assert.equal(event.data.id, created.id);
	await assert.rejects(client.webhooks.unwrap(`${body} `, headers, secret), OpenAI.InvalidWebhookSignatureError);
});
