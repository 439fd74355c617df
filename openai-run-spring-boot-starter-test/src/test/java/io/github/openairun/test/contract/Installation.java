package io.github.openairun.test.contract;

import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Variant;

/**
 * A server and an application that talks to it, for one test after the other.
 */
record Installation(Variation variation, FakeTime time, OpenAiSimulator simulator,
		Application application) implements AutoCloseable {

	static Installation start(Variation variation) {
		FakeTime time = new FakeTime();
		OpenAiSimulator simulator = startServer(OpenAiSimulator.builder()
			.clock(time)
			.queuedFor(AbstractContractTests.QUEUED)
			.workingFor(AbstractContractTests.WORKING)
			.cancellingFor(AbstractContractTests.QUEUED), variation);
		return new Installation(variation, time, simulator, variation.startApplication(simulator, time, (context) -> {
		}));
	}

	/** Start a server of a variation. */
	static OpenAiSimulator startServer(OpenAiSimulator.Builder builder, Variation variation) {
		OpenAiSimulator simulator = builder.profile(variation.profile())
			.vary(variation.variants().toArray(Variant[]::new))
			.start();
		simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		simulator.assistant("asst_sales", (assistant) -> assistant.name("sales").model("gpt-4.1-mini"));
		return simulator;
	}

	/**
	 * Forget the requests, invocations and waits of another test.
	 */
	void begin() {
		this.time.begin();
		this.simulator.reset();
		this.application.begin();
	}

	@Override
	public void close() {
		this.application.close();
		this.simulator.close();
	}

}
