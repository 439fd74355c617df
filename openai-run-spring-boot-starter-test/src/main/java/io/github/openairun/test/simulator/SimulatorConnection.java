package io.github.openairun.test.simulator;

import io.github.openairun.autoconfigure.OpenAiConnectionDetails;

/**
 * The connection to a simulator.
 *
 * @param baseUrl where it is
 */
record SimulatorConnection(String baseUrl) implements OpenAiConnectionDetails {

	@Override
	public String getBaseUrl() {
		return this.baseUrl;
	}

	@Override
	public String getApiKey() {
		return "sk-simulator";
	}

	/** No connection of a test leads to a real server. */
	@Override
	public OpenAiConnectionDetails forConnection(String name) {
		return this;
	}

}
