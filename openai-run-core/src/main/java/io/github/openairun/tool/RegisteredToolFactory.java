package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolRegistration;
import io.github.openairun.tool.ToolHandlerMethod.Declaration;
import io.github.openairun.tool.ToolHandlerMethod.ParameterValues;
import io.github.openairun.tool.schema.ToolParameter;
import io.github.openairun.tool.schema.ToolSchema;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * Creates tools of {@link ToolHandler} methods and of {@link ToolRegistration} beans.
 * Throws a {@link ToolDeclarationException} at start for a tool that could not be called.
 */
final class RegisteredToolFactory {

	private static final Log logger = LogFactory.getLog(RegisteredToolFactory.class);

	private static final int MAX_DESCRIPTION = 1024;

	private static final boolean VALIDATION = ClassUtils.isPresent("jakarta.validation.Validator",
			RegisteredToolFactory.class.getClassLoader());

	private final BeanFactory beanFactory;

	private final ToolSchemaGenerator schemas;

	private final ArgumentBinderFactory binders;

	private final ToolHandlerAnnotationParser annotations;

	private final @Nullable JakartaArgumentValidatorFactory validators;

	/**
	 * Create a factory.
	 * @param beanFactory has the beans, and what describes and binds their parameters
	 */
	RegisteredToolFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.schemas = schemas(beanFactory);
		JsonMapper mapper = ArgumentMapper.of(mapper(beanFactory));
		this.binders = new ArgumentBinderFactory(mapper);
		this.annotations = new ToolHandlerAnnotationParser(beanFactory);
		this.validators = VALIDATION ? JakartaArgumentValidatorFactory.find(beanFactory, mapper) : null;
	}

	private static JsonMapper mapper(BeanFactory beanFactory) {
		return beanFactory.getBeanProvider(JsonMapper.class).getIfAvailable(JsonMapper::shared);
	}

	/** Return the application's generator, or one that uses its mapper. */
	static ToolSchemaGenerator schemas(BeanFactory beanFactory) {
		return beanFactory.getBeanProvider(ToolSchemaGenerator.class)
			.getIfAvailable(() -> new JacksonToolSchemaGenerator(mapper(beanFactory)));
	}

	ToolSchemaGenerator schemas() {
		return this.schemas;
	}

	/**
	 * Create a tool of a method.
	 * @param beanName the name of the bean
	 * @param beanClass the class of the bean behind its proxies
	 * @param method the handler
	 * @param annotation the annotation of the handler
	 * @return the tool
	 */
	ToolHandlerMethod create(String beanName, Class<?> beanClass, Method method, ToolHandler annotation) {
		String place = ToolHandlerChecks.describe(beanName, method);
		String name = name(method, annotation);
		if (!ToolDefinition.isLegalName(name)) {
			throw new ToolDeclarationException("The tool name '" + name + "' of " + place + " is not legal.",
					"Set @ToolHandler(name = \"...\") to 1 to 64 characters out of letters, digits, '_' and '-'.");
		}
		KotlinHandlers.checkCallable(method, place);
		if (AsyncResults.needsReactor(method.getReturnType())) {
			throw new ToolDeclarationException(
					"The tool handler " + place + " returns a " + method.getReturnType().getSimpleName()
							+ ", whose elements can only be collected by Reactor.",
					"Add io.projectreactor:reactor-core, or return a CompletionStage or a List.");
		}
		HandlerParameters parameters = HandlerParameters.of(beanClass, method, this.binders, place);
		if (parameters.isDeferred() && !AsyncResults.isNothing(method)) {
			throw new ToolDeclarationException(
					"The tool handler " + place + " has a DeferredOutput parameter, so its output is given later, and "
							+ "returns a value as well, which nobody would read.",
					"Make it return nothing, or remove the parameter.");
		}
		ToolSchema schema = schema(parameters.described(), annotation.strict(), place);
		if (annotation.strict()) {
			logRelaxations(name, schema);
		}
		requireWithinLimits(schema, place);
		String description = StringUtils.hasText(annotation.description()) ? annotation.description() : null;
		requireShort(description, name, place);
		ToolDefinition definition = new ToolDefinition(name, description, schema.json(), schema.strict());
		return new ToolHandlerMethod(
				new Declaration(definition, this.annotations.execution(annotation, place),
						ResultType.of(method, beanClass)),
				this.beanFactory, beanName, method, new ParameterValues(this.binders.create(parameters),
						parameters.fromContext(), parameters.deferredAt(), validator(beanClass, method, parameters)));
	}

	/** Return the name of the tool that a method handles. */
	static String name(Method method, ToolHandler annotation) {
		return StringUtils.hasText(annotation.name()) ? annotation.name() : KotlinHandlers.name(method);
	}

	/** Reject a description that the API rejects. */
	private static void requireShort(@Nullable String description, String name, String place) {
		if (description != null && description.length() > MAX_DESCRIPTION) {
			throw new ToolDeclarationException(
					"The description of the tool '" + name + "', which is " + place + ", has " + description.length()
							+ " characters, and the API allows " + MAX_DESCRIPTION + ".",
					"Shorten it, and describe the parameters with @ToolParam.", new IllegalArgumentException(
							"A description must not have more than " + MAX_DESCRIPTION + " characters"));
		}
	}

	/** Log why a tool is exposed without strict mode. */
	private static void logRelaxations(String name, ToolSchema schema) {
		if (!schema.strict()) {
			logger.info("Tool '" + name + "' is exposed without strict mode, because "
					+ String.join(", ", schema.relaxations()));
		}
	}

	private ArgumentValidator validator(Class<?> beanClass, Method method, HandlerParameters parameters) {
		return (this.validators != null) ? this.validators.create(beanClass, method, parameters)
				: ArgumentValidator.NONE;
	}

	private ToolSchema schema(List<ToolParameter> parameters, boolean strict, String place) {
		try {
			return strict ? this.schemas.forParameters(parameters)
					: this.schemas.forParametersWithoutStrictMode(parameters);
		}
		catch (RuntimeException ex) {
			throw new ToolDeclarationException(
					"The parameters of the tool handler " + place + " cannot be described: " + ex.getMessage() + ".",
					"Change the type of the parameter, or declare a ToolSchemaGenerator bean that can describe it.",
					ex);
		}
	}

	private static void requireWithinLimits(ToolSchema schema, String place) {
		String excess = schema.strict() ? SchemaLimits.exceeded(schema) : null;
		if (excess != null) {
			throw new ToolDeclarationException("The parameters of the tool handler " + place + " have " + excess + ".",
					"Make them smaller, or set @ToolHandler(strict = false).");
		}
	}

	/**
	 * Create a tool of a registration.
	 * @param beanName the name of the registration's bean
	 * @param registration the registration
	 * @return the tool
	 */
	ToolRegistrationAdapter create(String beanName, ToolRegistration registration) {
		String place = "the ToolRegistration bean '" + beanName + "'";
		ToolSchema schema = schema(registration, place);
		String excess = schema.strict() ? SchemaLimits.exceeded(schema) : null;
		if (excess != null) {
			throw new ToolDeclarationException("The arguments of " + place + " have " + excess + ".",
					"Make them smaller, or call strict(false).");
		}
		requireShort(registration.description(), registration.name(), place);
		ToolDefinition definition = new ToolDefinition(registration.name(), registration.description(), schema.json(),
				schema.strict());
		if (registration.strict()) {
			logRelaxations(registration.name(), schema);
		}
		return new ToolRegistrationAdapter(definition, registration.execution(), beanName,
				bind(registration.arguments(), place), registration.resultType());
	}

	private ToolRegistrationAdapter.BoundFunction bind(ToolRegistration.Arguments arguments, String place) {
		if (arguments instanceof ToolRegistration.JsonArguments json) {
			return new ToolRegistrationAdapter.BoundFunction(ToolCall::arguments,
					(text, context) -> json.function().call((String) text, context));
		}
		ToolRegistration.TypedArguments typed = (ToolRegistration.TypedArguments) arguments;
		ObjectArgumentBinder binder = this.binders.create(typed.type(), place);
		ArgumentValidator validator = (this.validators != null) ? this.validators.create(typed.type())
				: ArgumentValidator.NONE;
		return new ToolRegistrationAdapter.BoundFunction((call) -> {
			Object value = binder.bind(call.arguments());
			validator.validate(typed, new Object[] { value });
			return value;
		}, typed.function());
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
					"The schema of " + place + " is not valid JSON: " + ArgumentDiagnosis.reason(ex) + ".",
					"Correct the text.", ex);
		}
		catch (RuntimeException ex) {
			throw new ToolDeclarationException(
					"The arguments of " + place + " cannot be described: " + ex.getMessage() + ".",
					"Change the type or the schema.", ex);
		}
	}

}
