// The AI SDK with two providers: OpenAI's, and that of Open Responses.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createOpenResponses } from '@ai-sdk/open-responses';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, Output, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { baseURL, fault, script } from './simulator.mjs';

const providers = {
	'@ai-sdk/openai': createOpenAI({ baseURL, apiKey: 'any' })('gpt-4.1'),
	'@ai-sdk/open-responses': createOpenResponses({ name: 'simulator', url: `${baseURL}/responses`, apiKey: 'any' })('gpt-4.1'),
};

const tools = {
	findOrder: tool({
		description: 'Finds an order', inputSchema: z.object({ number: z.string() }),
		execute: async ({ number }) => `order ${number} was shipped`,
	}),
	quoteRefund: tool({
		description: 'Quotes a refund', inputSchema: z.object({ number: z.string() }),
		execute: async () => '12.50',
	}),
};

for (const [name, model] of Object.entries(providers)) {
	describe(name, () => {
		const options = { model, maxRetries: 0 };

		test('calls a tool and replies with its output', async () => {
			const result = await generateText({ ...options, tools, prompt: 'Where is order 17?', stopWhen: stepCountIs(3) });
			assert.equal(result.steps.length, 2);
			assert.match(result.text, /findOrder says: .*order 17 was shipped/);
		});

		test('calls the tool that is chosen by its name', async () => {
			const result = await generateText({ ...options, tools, prompt: 'Hello', toolChoice: { type: 'tool', toolName: 'quoteRefund' } });
			assert.equal(result.toolCalls[0].toolName, 'quoteRefund');
		});

		test('replies with an object that fits the schema', async () => {
			const schema = z.object({ amount: z.number(), currency: z.enum(['EUR', 'USD']) });
			const result = await generateText({ ...options, prompt: 'What do I get back?', output: Output.object({ schema }) });
			assert.equal(typeof result.output.amount, 'number');
		});

		test('ends at the limit of tokens', async () => {
			const result = await generateText({ ...options, prompt: 'Tell me a story', maxOutputTokens: 16 });
			assert.equal(result.finishReason, 'length');
		});

		test('streams', async () => {
			await script({ when: { equalTo: `Stream ${name}` }, reply: 'Good morning to you' });
			const result = streamText({ ...options, prompt: `Stream ${name}` });
			const pieces = [];
			for await (const piece of result.textStream) {
				pieces.push(piece);
			}
			assert.equal(pieces.join(''), 'Good morning to you');
			assert.ok(pieces.length > 1);
		});

		test('reports errors', async () => {
			await fault('CREATE_RUN', 500);
			await assert.rejects(generateText({ ...options, prompt: 'Hello' }),
				(error) => APICallError.isInstance(error) && error.statusCode === 500);
			await assert.rejects(generateText({ ...options, prompt: 'Hello', maxOutputTokens: 1 }),
				(error) => APICallError.isInstance(error) && error.statusCode === 400 && /max_output_tokens/.test(error.message));
		});
	});
}
