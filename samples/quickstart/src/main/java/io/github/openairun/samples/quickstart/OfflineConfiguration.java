package io.github.openairun.samples.quickstart;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import io.github.openairun.autoconfigure.OpenAiConnectionDetails;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.StandAloneSimulator;

/**
 * Plays the server inside this application, so that it needs no key and no network.
 */
@Configuration(proxyBeanMethods = false)
@Profile("offline")
class OfflineConfiguration {

	@Bean(destroyMethod = "close")
	OpenAiSimulator simulator() {
		return StandAloneSimulator.start(0);
	}

	@Bean
	OpenAiConnectionDetails simulatorConnection(OpenAiSimulator simulator) {
		System.out.println("Offline: a simulator inside this application plays the server. "
				+ "Start with --live to use the configured one.");
		return simulator.connection();
	}

}
