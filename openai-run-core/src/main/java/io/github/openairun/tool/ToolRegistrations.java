package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolRegistration;
import io.github.openairun.tool.schema.ToolSchema;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * Makes tools of {@link ToolRegistration} beans.
 */
final class ToolRegistrations {

	private final ToolSchemaGenerator schemas;

	private final ArgumentBinders binders;

	private final @Nullable JakartaArgumentValidators validators;

	ToolRegistrations(ToolSchemaGenerator schemas, ArgumentBinders binders,
			@Nullable JakartaArgumentValidators validators) {
		this.schemas = schemas;
		this.binders = binders;
		this.validators = validators;
	}

	/**
	 * Make tools.
	 * @param registrations the registrations by the names of their beans
	 * @return the tools
	 */
	List<RegisteredTool> tools(Map<String, ToolRegistration> registrations) {
		List<RegisteredTool> tools = new ArrayList<>();
		registrations.forEach((beanName, registration) -> tools.add(tool(beanName, registration)));
		return tools;
	}

	private RegisteredTool tool(String beanName, ToolRegistration registration) {
		String place = "the ToolRegistration bean '" + beanName + "'";
		ToolSchema schema = schema(registration, place);
		String excess = schema.strict() ? SchemaLimits.exceeded(schema) : null;
		if (excess != null) {
			throw new ToolDeclarationException("The arguments of " + place + " have " + excess + ".",
					"Make them smaller, or call strict(false).");
		}
		ToolHandlerFactory.requireShort(registration.description(), registration.name(), place);
		ToolDefinition definition = new ToolDefinition(registration.name(), registration.description(), schema.json(),
				schema.strict());
		if (registration.strict()) {
			ToolHandlerFactory.logRelaxations(registration.name(), schema);
		}
		return new RegisteredFunction(definition, registration.execution(), beanName,
				invocation(registration.arguments(), place), registration.resultType());
	}

	private RegisteredFunction.Invoker invocation(ToolRegistration.Arguments arguments, String place) {
		if (arguments instanceof ToolRegistration.JsonArguments json) {
			return (batch, call) -> json.function().call(call.arguments(), batch.contextOf(call));
		}
		ToolRegistration.TypedArguments typed = (ToolRegistration.TypedArguments) arguments;
		RootBinder binder = this.binders.create(typed.type(), place);
		ArgumentValidator validator = (this.validators != null) ? this.validators.create(typed.type())
				: ArgumentValidator.NONE;
		return (batch, call) -> {
			Object value = binder.bind(call.arguments());
			validator.validate(typed, new Object[] { value });
			return typed.function().call(value, batch.contextOf(call));
		};
	}

	private ToolSchema schema(ToolRegistration registration, String place) {
		try {
			if (registration.arguments() instanceof ToolRegistration.TypedArguments typed) {
				return registration.strict() ? this.schemas.forType(typed.type())
						: this.schemas.forTypeWithoutStrictMode(typed.type());
			}
			String json = ((ToolRegistration.JsonArguments) registration.arguments()).schema();
			if (!JsonMapper.shared().readTree(json).isObject()) {
				throw new IllegalArgumentException("the schema is no JSON object");
			}
			return registration.strict() ? ToolSchema.strict(json) : ToolSchema.loose(json);
		}
		catch (JacksonException ex) {
			throw new ToolDeclarationException(
					"The schema of " + place + " is not valid JSON: " + ex.getOriginalMessage() + ".",
					"Correct the text.", ex);
		}
		catch (RuntimeException ex) {
			throw new ToolDeclarationException(
					"The arguments of " + place + " cannot be described: " + ex.getMessage() + ".",
					"Change the type or the schema.", ex);
		}
	}

}
