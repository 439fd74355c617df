// What all clients share: where the simulator is, how it is scripted, and the tools of a shop.
const url = process.env.SIMULATOR ?? 'http://127.0.0.1:8484';

export const baseURL = `${url}/v1`;

export const assistant = 'asst_simulator';

async function send(document) {
	const answer = await fetch(`${url}/simulator/scripts`, { method: 'POST', body: JSON.stringify(document) });
	if (!answer.ok) {
		throw new Error(await answer.text());
	}
}

export async function script(...scripts) {
	await send({ scripts });
}

export async function fault(operation, status) {
	await send({ faults: [{ operation, status }] });
}

export async function deliver(to, secret) {
	await send({ webhook: { url: to, secret } });
}

export async function runs(message) {
	const answer = await (await fetch(`${url}/simulator/runs`)).json();
	return answer.runs.filter((run) => run.message === message);
}

export const order = {
	type: 'object',
	properties: { number: { type: 'string', description: 'Order number, digits only' } },
	required: ['number'],
	additionalProperties: false,
};

export const refund = {
	type: 'object',
	properties: { amount: { type: 'number' }, currency: { type: 'string', enum: ['EUR', 'USD'] } },
	required: ['amount', 'currency'],
	additionalProperties: false,
};
