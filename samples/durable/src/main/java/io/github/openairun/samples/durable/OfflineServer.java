package io.github.openairun.samples.durable;

import java.util.Map;

import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.StandAloneSimulator;

/**
 * A simulator that plays the server, so that no key and no network are needed.
 */
final class OfflineServer {

	private OfflineServer() {
	}

	static OpenAiSimulator start() {
		OpenAiSimulator simulator = StandAloneSimulator.start(0);
		simulator.when(MessageMatcher.anyMessage())
			.call("orderReplacement", Map.of("article", "lamp"))
			.call("bookVoucher", Map.of("euros", 10))
			.reply("We are sorry. A new lamp arrives tomorrow, and you have a voucher of 10 euros.");
		return simulator;
	}

}
