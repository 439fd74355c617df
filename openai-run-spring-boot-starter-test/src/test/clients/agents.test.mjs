// The OpenAI Agents SDK.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent, MaxTurnsExceededError, OpenAIProvider, Runner, hostedMcpTool, tool } from '@openai/agents';
import OpenAI from 'openai';
import { z } from 'zod';
import { baseURL, fault, script } from './simulator.mjs';

const openAIClient = new OpenAI({ baseURL, apiKey: 'any', maxRetries: 0 });
const runner = new Runner({ modelProvider: new OpenAIProvider({ openAIClient, useResponses: true }), tracingDisabled: true });
const model = 'gpt-4.1';

function named(name, output) {
	return tool({
		name, description: `${name} by its number`, parameters: z.object({ number: z.string() }), execute: async () => output,
	});
}

const tools = [named('findOrder', 'shipped'), named('quoteRefund', '12.50')];

test('calls a tool and replies with its output', async () => {
	const result = await runner.run(new Agent({ name: 'Support', model, tools }), 'Where is order 17? findOrder');
	assert.equal(result.finalOutput, 'findOrder says: shipped');
});

test('calls the tool that is chosen by its name', async () => {
	const agent = new Agent({ name: 'Support', model, tools, modelSettings: { toolChoice: 'quoteRefund' } });
	assert.equal((await runner.run(agent, 'Hello')).finalOutput, 'quoteRefund says: 12.50');
});

test('hands over to another agent', async () => {
	const billing = new Agent({ name: 'Billing', model });
	const triage = Agent.create({ name: 'Triage', model, handoffs: [billing] });
	await script({ when: { equalTo: 'To billing' }, calls: [{ tool: 'transfer_to_Billing' }], reply: 'Billing here' });
	const result = await runner.run(triage, 'To billing');
	assert.equal(result.finalOutput, 'Billing here');
	assert.equal(result.lastAgent.name, 'Billing');
});

test('replies with an object that fits the schema', async () => {
	const outputType = z.object({ amount: z.number(), currency: z.enum(['EUR', 'USD']) });
	const result = await runner.run(new Agent({ name: 'Support', model, outputType }), 'What do I get back?');
	assert.equal(typeof result.finalOutput.amount, 'number');
});

test('streams', async () => {
	await script({ when: { equalTo: 'Stream an agent' }, reply: 'Good morning to you' });
	const result = await runner.run(new Agent({ name: 'Support', model }), 'Stream an agent', { stream: true });
	let text = '';
	for await (const piece of result.toTextStream()) {
		text += piece;
	}
	await result.completed;
	assert.equal(text, 'Good morning to you');
});

test('approves a remote call', async () => {
	await script({ when: { equalTo: 'Refund by agent' }, calls: [{ server: 'shop', tool: 'refund', arguments: { number: '17' }, output: 'done' }], reply: 'Refund: {refund}' });
	const remote = hostedMcpTool({ serverLabel: 'shop', serverUrl: 'https://mcp.example.com', requireApproval: 'always' });
	const agent = new Agent({ name: 'Support', model, tools: [remote] });
	const waiting = await runner.run(agent, 'Refund by agent');
	assert.equal(waiting.interruptions.length, 1);
	waiting.state.approve(waiting.interruptions[0]);
	assert.equal((await runner.run(agent, waiting.state)).finalOutput, 'Refund: done');
});

test('ends at the limit of turns', async () => {
	const rounds = [1, 2, 3].map((number) => ({ calls: [{ tool: 'findOrder', arguments: { number: `${number}` } }] }));
	await script({ when: { equalTo: 'Find them all' }, rounds, reply: 'All found' });
	await assert.rejects(runner.run(new Agent({ name: 'Support', model, tools }), 'Find them all', { maxTurns: 2 }), MaxTurnsExceededError);
});

test('reports errors', async () => {
	await fault('CREATE_RUN', 429);
	await assert.rejects(runner.run(new Agent({ name: 'Support', model }), 'Hello'), OpenAI.RateLimitError);
});
