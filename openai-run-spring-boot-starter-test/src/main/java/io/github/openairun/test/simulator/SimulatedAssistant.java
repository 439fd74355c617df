package io.github.openairun.test.simulator;

import org.springframework.util.Assert;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * An assistant that exists on the simulated server from the start, as if it had been
 * created by another program. Only wire {@link Wire#ASSISTANTS} has assistants.
 *
 * @since 0.1.0
 */
public final class SimulatedAssistant {

	private final String id;

	private final ObjectNode request = SimulatorJson.object().put("model", "gpt-4.1-mini");

	SimulatedAssistant(String id) {
		Assert.isTrue(id.startsWith("asst_"), "'id' must begin with 'asst_'");
		this.id = id;
	}

	/**
	 * Sets the model.
	 * @param model the model's name
	 * @return this assistant
	 */
	public SimulatedAssistant model(String model) {
		Assert.hasText(model, "'model' must not be empty");
		this.request.put("model", model);
		return this;
	}

	/**
	 * Sets the name.
	 * @param name the name
	 * @return this assistant
	 */
	public SimulatedAssistant name(String name) {
		Assert.notNull(name, "'name' must not be null");
		this.request.put("name", name);
		return this;
	}

	/**
	 * Sets the instructions.
	 * @param instructions the instructions
	 * @return this assistant
	 */
	public SimulatedAssistant instructions(String instructions) {
		Assert.notNull(instructions, "'instructions' must not be null");
		this.request.put("instructions", instructions);
		return this;
	}

	/**
	 * Adds a function tool.
	 * @param name the tool's name
	 * @param parameters the JSON Schema of its arguments as JSON text
	 * @return this assistant
	 */
	public SimulatedAssistant tool(String name, String parameters) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.hasText(parameters, "'parameters' must not be empty");
		ObjectNode tool = this.request.withArray("tools").addObject().put("type", "function");
		try {
			tool.putObject("function").put("name", name).set("parameters", SimulatorJson.read(parameters));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("'parameters' must be a JSON Schema", ex);
		}
		return this;
	}

	String id() {
		return this.id;
	}

	RequestBody request() {
		return new RequestBody("", this.request);
	}

}
