package io.github.openairun.wire.stateless;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiException;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireResponse;

/**
 * Generates the responses of runs in one piece. The calling thread waits for the model.
 */
final class RunGenerator {

	private final WireClient client;

	private final RunKeeper keeper;

	private final ResponseGenerator requests;

	private final boolean driving;

	/**
	 * Create a generator.
	 * @param driving whether a drive asks, which cannot answer the same calls once more:
	 * a refused continuation ends the run
	 */
	RunGenerator(WireClient client, RunKeeper keeper, ResponseGenerator requests, boolean driving) {
		this.client = client;
		this.keeper = keeper;
		this.requests = requests;
		this.driving = driving;
	}

	Run create(RunCreation creation) {
		return generate(this.keeper.begin(creation, this.requests.request(creation)));
	}

	Run submit(Run run, List<ToolOutput> outputs) {
		return generate(this.driving ? this.keeper.answerOrFail(run, outputs) : this.keeper.answer(run, outputs));
	}

	private Run generate(Turn turn) {
		try {
			JsonNode response = response(turn);
			return (this.driving ? this.keeper.endOrFail(turn, response) : this.keeper.end(turn, response)).run();
		}
		catch (RuntimeException | Error ex) {
			if (this.driving) {
				this.keeper.abandon(turn, ex);
			}
			else {
				this.keeper.undo(turn);
			}
			throw ex;
		}
	}

	private JsonNode response(Turn turn) {
		Set<String> mended = new HashSet<>();
		while (true) {
			try {
				WireResponse response = this.client.exchange(this.requests.generation(turn.record(), mended));
				JsonNode body = response.body();
				if (!body.has("output") && !body.has("status") && !body.has("error")) {
					throw response.invalid("it has neither 'output' nor 'status'");
				}
				return body;
			}
			catch (RunException ex) {
				if (!this.requests.mends(ex, mended)) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Generate the response again that a run waits for, because its stream was cut off or
	 * its process has ended. A refusal ends the run.
	 */
	Run resume(RunRecord record) {
		if (record.status() != RunStatus.IN_PROGRESS) {
			return record.toRun();
		}
		Turn turn = this.keeper.again(record);
		try {
			return this.keeper.endOrFail(turn, response(turn)).run();
		}
		catch (RepeatableException ex) {
			throw ex;
		}
		catch (ApiException ex) {
			return this.keeper.fail(turn, RunKeeper.error(ex)).run();
		}
	}

}
