package io.github.openairun.test.simulator;

import tools.jackson.databind.node.ObjectNode;

/**
 * How a server other than OpenAI writes an error.
 */
enum ErrorShape {

	/** As OpenAI does, with the status as code. */
	NUMERIC_CODE {

		@Override
		ObjectNode write(int status, String message, String param) {
			ObjectNode json = SimulatorJson.object();
			json.putObject("error")
				.put("message", message)
				.put("type", type(status))
				.put("param", param.isEmpty() ? null : param)
				.put("code", status);
			return json;
		}

	},

	/** The fields themselves, without an object around them. */
	FLAT {

		@Override
		ObjectNode write(int status, String message, String param) {
			return SimulatorJson.object()
				.put("object", "error")
				.put("message", message)
				.put("type", type(status))
				.put("param", param.isEmpty() ? null : param)
				.put("code", status);
		}

	},

	/** The status as code, and no type. */
	NO_TYPE {

		@Override
		ObjectNode write(int status, String message, String param) {
			ObjectNode json = SimulatorJson.object();
			json.putObject("error").put("code", status).put("message", message);
			return json;
		}

	},

	/** The status as code, and a type of the server's own. */
	NO_PARAM {

		@Override
		ObjectNode write(int status, String message, String param) {
			ObjectNode json = SimulatorJson.object();
			json.putObject("error")
				.put("code", status)
				.put("message", message)
				.put("type", (status < 500) ? "invalid_request_error" : "server_error");
			return json;
		}

	},

	/** A list of complaints. */
	ARRAY {

		@Override
		ObjectNode write(int status, String message, String param) {
			ObjectNode json = SimulatorJson.object().put("success", false);
			for (String name : new String[] { "error", "details" }) {
				json.putArray(name)
					.addObject()
					.put("code", "custom")
					.put("message", message)
					.putArray("path")
					.add(param);
			}
			return json;
		}

	};

	/**
	 * Writes an error.
	 * @param status the HTTP status
	 * @param message what is wrong
	 * @param param the parameter that is wrong, or an empty text
	 */
	abstract ObjectNode write(int status, String message, String param);

	private static String type(int status) {
		return switch (status) {
			case 400 -> "BadRequestError";
			case 404 -> "NotFoundError";
			default -> "InternalServerError";
		};
	}

}
