package io.github.openairun.wire.stateless;

import java.util.List;

import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiException;
import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunException;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.Json;
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

	RunGenerator(WireClient client, RunKeeper keeper, ResponseGenerator requests) {
		this.client = client;
		this.keeper = keeper;
		this.requests = requests;
	}

	Run create(RunCreation creation) {
		return generate(this.keeper.begin(creation, this.requests.request(creation)));
	}

	Run submit(Run run, List<ToolOutput> outputs) {
		return generate(this.keeper.answer(run, outputs));
	}

	private Run generate(Turn turn) {
		try {
			return this.keeper.end(turn, response(turn));
		}
		catch (RuntimeException | Error ex) {
			this.keeper.undo(turn);
			throw ex;
		}
	}

	private JsonNode response(Turn turn) {
		while (true) {
			try {
				WireResponse response = this.client.exchange(this.requests.generation(turn.record()));
				JsonNode body = response.body();
				if (!body.has("output") && !body.has("status") && !body.has("error")) {
					throw response.invalid("it has neither 'output' nor 'status'");
				}
				return body;
			}
			catch (RunException ex) {
				if (!this.requests.mends(ex)) {
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
		Turn turn = new Turn(record, null, List.of());
		try {
			return this.keeper.end(turn, response(turn));
		}
		catch (RepeatableException ex) {
			throw ex;
		}
		catch (ApiException ex) {
			String code = Json.text(Json.object().put("code", ex.code()), "code", "unknown");
			return this.keeper.fail(turn, new RunError(code, String.valueOf(ex.getMessage())));
		}
	}

}
